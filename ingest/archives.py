"""A ZIP archive → its files, named as they should have been, within limits, and never written to disk.

Archives come from strangers: names may climb out ("../"), sizes may lie, a few kilobytes may swell to gigabytes. So
names are judged before they are used, and every member is read in blocks with a limit that the header can't lift.
Names without the UTF-8 flag are read as what the common programs write: macOS puts UTF-8 there, Windows Explorer the
OEM page (å ä ö stand alike in 437 and 850), some tools Windows-1252.
"""

from __future__ import annotations

import hashlib
import io
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

BLOCK = 1 << 20
UTF8_NAME, ENCRYPTED = 0x800, 0x1
OEM_LETTERS, WINDOWS_LETTERS = set(b"\x86\x84\x94\x8f\x8e\x99"), set(b"\xe5\xe4\xf6\xc5\xc4\xd6")


@dataclass(frozen=True, slots=True)
class Limits:
    """What may come in: bytes of a file, bytes and number of an archive's files, and how far a file may swell."""

    file_bytes: int = 500_000_000
    archive_bytes: int = 4_000_000_000
    files: int = 5_000
    ratio: float = 500.0


class MemberError(Exception):
    """A member can't be read; the message ends a sentence that begins with its name."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive: ``raw`` is the name that opens it, ``name`` the readable one with "/" between folders."""

    raw: str
    name: str
    size: int
    packed: int
    encrypted: bool


def readable_name(info: zipfile.ZipInfo) -> str:
    """Give a member's name in Unicode NFC with forward slashes, whatever program wrote it."""
    name = info.filename
    if not info.flag_bits & UTF8_NAME and not name.isascii():
        raw = name.encode("cp437")
        try:
            name = raw.decode("utf-8")
        except UnicodeDecodeError:
            windows = WINDOWS_LETTERS & set(raw) and not OEM_LETTERS & set(raw)
            name = raw.decode("cp1252" if windows else "cp437", errors="replace")
    return unicodedata.normalize("NFC", name.replace("\\", "/"))


def unsafe(name: str) -> bool:
    """Say whether a member's readable name points outside its archive (absolute, a drive, or a ".." step)."""
    return name.startswith("/") or name[1:2] == ":" or ".." in name.split("/") or "\0" in name


def members(archive: zipfile.ZipFile) -> list[Member]:
    """List an archive's files in the order of their readable names, folders left out."""
    found = [
        Member(i.filename, readable_name(i), i.file_size, i.compress_size, bool(i.flag_bits & ENCRYPTED))
        for i in archive.infolist()
        if not i.is_dir()
    ]
    return sorted(found, key=lambda member: member.name)


def refusal(member: Member, limits: Limits) -> str | None:
    """Say why a member must not be read, judged by its header alone; None when it may be."""
    if unsafe(member.name):
        return "has a name that points outside the archive"
    if member.encrypted:
        return "is protected with a password; unpack the archive and give the folder"
    if member.size > limits.file_bytes:
        return f"is larger than {limits.file_bytes:,} bytes"
    if member.size > limits.ratio * max(member.packed, 1) and member.size > BLOCK:
        return "swells more than a document does when it is unpacked"
    return None


@contextmanager
def opened(location: Path, chain: tuple[str, ...], limits: Limits) -> Iterator[IO[bytes]]:
    """Open a file on disk, or through ``chain`` a member of the archive there, or one of an archive inside it.

    Raises OSError, MemberError, or what zipfile raises of a damaged archive (see ``BROKEN``).
    """
    if not chain:
        with location.open("rb") as stream:
            yield stream
        return
    with zipfile.ZipFile(location) as outer:
        if len(chain) == 1:
            with outer.open(chain[0]) as stream:
                yield stream
            return
        with outer.open(chain[0]) as packed:
            inner_bytes = io.BytesIO(read_all(packed, limits.file_bytes))
        with zipfile.ZipFile(inner_bytes) as inner, inner.open(chain[1]) as stream:
            yield stream


BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, KeyError, OSError, MemberError)
"""What reading a damaged, encrypted, oddly packed or vanished member raises."""


def read_all(stream: IO[bytes], limit: int) -> bytes:
    """Read a stream to its end; raise MemberError when it holds more than ``limit`` bytes."""
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise MemberError(f"is larger than {limit:,} bytes")
    return data


def digest(stream: IO[bytes], limit: int) -> tuple[str, int, bytes]:
    """Give a stream's SHA-256, its length and its first kilobyte; raise MemberError above ``limit`` bytes."""
    total, sha, head = 0, hashlib.sha256(), b""
    while block := stream.read(BLOCK):
        head = head or block[:1024]
        total += len(block)
        if total > limit:
            raise MemberError(f"is larger than {limit:,} bytes")
        sha.update(block)
    return sha.hexdigest(), total, head
