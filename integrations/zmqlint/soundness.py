"""Whether a file that does not mention zmq is Python at all: without a tree, which costs too much for every file."""

from __future__ import annotations

import symtable
import warnings

from pylint_zmq.reading import SourceError, decode_source

_NULL = "syntax error: source code string cannot contain null bytes"
#: How many bytes can come before the end of the second line, where an encoding may be declared.
_HEAD = 400


def check_decodes(path: str, source: bytes) -> None:
    """Raise SourceError if `source`, the content of `path`, is no text."""
    if b"\0" in source:
        raise SourceError(path, _NULL)
    if not source.isascii() or b"coding" in source[:_HEAD]:
        decode_source(source, path)


def check_parses(path: str, source: bytes) -> None:
    """Raise SourceError if `source`, the content of `path`, cannot be parsed."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            # Python's own parser, without a tree for us: a third less than `ast.parse`.
            symtable.symtable(decode_source(source, path)[0], path, "exec")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        # It refuses a little more than the parser, and the reason should read as for any other file.
        from pylint_zmq.program.trees import parse_bytes

        parse_bytes(source, path)
