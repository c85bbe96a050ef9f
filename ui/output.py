"""What a command has to say → stdout for results, stderr for progress and errors, an error always in one line.

Who reads stdout is often a program, so nothing else may stand there; and a terminal that has no letter for something
(or a file name that is no text) must not end a run, so what can't be written is replaced.
"""

from __future__ import annotations

import errno
import json
import sys
from typing import NoReturn, TextIO

import typer


def print_line(line: str) -> None:
    """Write a line of a result to stdout."""
    _write(sys.stdout, line)


def print_json(value: object) -> None:
    """Write a result to stdout as one line of JSON; letters that stdout has no code for are escaped."""
    line = json.dumps(value, ensure_ascii=False)
    print_line(line if _fits(line, sys.stdout) else json.dumps(value))


def say(line: str) -> None:
    """Write a line of progress to stderr."""
    _write(sys.stderr, line)


def fail(message: str, code: int = 1) -> NoReturn:
    """Write an error to stderr as one line, and end the program."""
    say(f"ostkakan: {' '.join(message.split())}")
    sys.exit(code)


def system_error(error: OSError) -> str:
    """What went wrong with a file or the disk, and what to do."""
    if error.errno == errno.ENOSPC:
        return "The disk is full; free some space and run this again, nothing was lost."
    if error.filename is None:
        return str(error.strerror or error)
    return f"{error.strerror}: {error.filename}; check the path and its permissions."


def usage_error(error: typer.TyperException) -> str:
    """What is wrong with the command that was given, and where its options stand."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "ostkakan"
    return f"{error.format_message().strip()} (`{command} --help` says what there is)"


def _write(stream: TextIO, line: str) -> None:
    encoding = stream.encoding or "utf-8"
    stream.write(f"{line}\n" if _fits(line, stream) else f"{line}\n".encode(encoding, "replace").decode(encoding))
    stream.flush()


def _fits(line: str, stream: TextIO) -> bool:
    try:
        line.encode(stream.encoding or "utf-8")
    except UnicodeEncodeError:
        return False
    return True
