"""Writes a network as an ONNX model, the form that ONNX Runtime loads, without the ``onnx`` package.

An ONNX model is one protobuf message (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3; the field numbers below
are from there). A network built once from known weights needs five of its message kinds, so they are written by hand:
one dependency less, and nothing has to be kept on disk. ONNX Runtime checks the graph when it loads it.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Attribute = int | float | Sequence[int]

_KINDS = {np.dtype(np.float32): 1, np.dtype(np.uint8): 2, np.dtype(np.int8): 3, np.dtype(np.int64): 7}
_CONTRIBUTED = {"MatMulIntegerToFloat", "MultiHeadAttention"}
"""Operators of ONNX Runtime's own (its docs/ContribOperators.md); all others are ONNX's."""
_IR_VERSION, _OPERATORS = 10, 20


class Graph:
    """Collects constants and operators; what `add` and `constant` return is the name to hand to the next operator."""

    def __init__(self) -> None:
        self._nodes: list[bytes] = []
        self._constants: dict[str, bytes] = {}

    def constant(self, name: str, values: NDArray[Any]) -> str:
        """Put in a constant under a name of the caller's, once."""
        fields = [_number(1, size) for size in values.shape]
        fields += [_number(2, _KINDS[values.dtype]), _bytes(8, name), _bytes(9, values.tobytes())]
        self._constants[name] = b"".join(fields)
        return name

    def add(self, operator: str, *inputs: str, **attributes: Attribute) -> str:
        """Put in an operator with one output and return that output's name."""
        output = f"{operator}.{len(self._nodes)}"
        fields = [_bytes(1, name) for name in inputs]
        fields += [_bytes(2, output), _bytes(4, operator)]
        fields += [_bytes(5, _attribute(name, value)) for name, value in attributes.items()]
        fields += [_bytes(7, "com.microsoft")] if operator in _CONTRIBUTED else []
        self._nodes.append(b"".join(fields))
        return output

    def model(self, inputs: dict[str, tuple[type[np.generic], int]], output: tuple[str, int]) -> bytes:
        """Return the finished model; ``inputs`` give kind and number of dimensions, ``output`` (float32) its number."""
        name, dimensions = output
        graph = [_bytes(1, node) for node in self._nodes]
        graph += [_bytes(2, "network")]
        graph += [_bytes(5, constant) for constant in self._constants.values()]
        graph += [_bytes(11, _value(given, kind, count)) for given, (kind, count) in inputs.items()]
        graph += [_bytes(12, _value(name, np.float32, dimensions))]
        opened = _varint(7 << 3 | 2) + _varint(sum(map(len, graph)))
        sets = [
            _bytes(8, _bytes(1, "") + _number(2, _OPERATORS)),
            _bytes(8, _bytes(1, "com.microsoft") + _number(2, 1)),
        ]
        return b"".join([_number(1, _IR_VERSION), opened, *graph, *sets])


def _value(name: str, kind: type[np.generic], dimensions: int) -> bytes:
    """Describe an input or output whose sizes are known only when the network runs."""
    shape = b"".join(_bytes(1, _bytes(2, f"{name}.{axis}")) for axis in range(dimensions))
    tensor = _number(1, _KINDS[np.dtype(kind)]) + _bytes(2, shape)
    return _bytes(1, name) + _bytes(2, _bytes(1, tensor))


def _attribute(name: str, value: Attribute) -> bytes:
    if isinstance(value, float):
        return _bytes(1, name) + _varint(2 << 3 | 5) + struct.pack("<f", value) + _number(20, 1)
    if isinstance(value, int):
        return _bytes(1, name) + _number(3, value) + _number(20, 2)
    return _bytes(1, name) + b"".join(_number(8, item) for item in value) + _number(20, 7)


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value & 0xFFFF_FFFF_FFFF_FFFF)


def _bytes(field: int, value: bytes | str) -> bytes:
    content = value.encode() if isinstance(value, str) else value
    return _varint(field << 3 | 2) + _varint(len(content)) + content


def _varint(value: int) -> bytes:
    """Encode in protobuf's way: seven bits a byte, the lowest first, the top bit set on all but the last."""
    found = bytearray()
    while value > 127:
        found.append(value & 127 | 128)
        value >>= 7
    found.append(value)
    return bytes(found)
