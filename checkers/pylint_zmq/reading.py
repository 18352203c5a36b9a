"""From a file to its text, whatever its encoding, line ends and faults. Loads nothing beyond the standard library."""

from __future__ import annotations

import io
import os
import stat
from tokenize import detect_encoding


class SourceError(Exception):
    """A file that cannot be read, decoded or parsed. `reason` is one line; `line` counts from 1, 0 if there is none."""

    def __init__(self, path: str, reason: str, line: int = 0) -> None:
        super().__init__(path, reason, line)
        self.path = path
        self.reason = reason
        self.line = line

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.reason}"


def read_source(path: str | os.PathLike[str]) -> bytes:
    """Return the bytes of the file at `path`; raise SourceError if it is no regular file or cannot be read."""
    try:
        # Opening a pipe or a device could wait for ever.
        mode = os.stat(path).st_mode
        if not stat.S_ISREG(mode):
            raise SourceError(os.fspath(path), "is a directory" if stat.S_ISDIR(mode) else "not a regular file")
        with open(path, "rb", buffering=0) as file:
            return file.read()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise SourceError(os.fspath(path), one_line(reason)) from error
    except MemoryError as error:
        raise SourceError(os.fspath(path), "too large to be read") from error


def decode_source(data: bytes, path: str = "") -> tuple[str, str]:
    """Return the text of `data`, its lines ended by newlines, and the name of its encoding; raise SourceError."""
    try:
        encoding, _ = detect_encoding(io.BytesIO(data).readline)
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        reason = f"not {error.encoding}: {error.reason} at byte {error.start}"
        raise SourceError(path, one_line(reason), line) from error
    except (SyntaxError, LookupError, ValueError) as error:
        raise SourceError(path, one_line(str(error))) from error
    return text.replace("\r\n", "\n").replace("\r", "\n"), encoding


def one_line(text: str) -> str:
    """Return `text` without line breaks and repeated spaces."""
    return " ".join(text.split())
