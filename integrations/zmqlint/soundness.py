"""Whether a file that does not mention zmq is Python at all: without a tree, which costs too much for every file."""

from __future__ import annotations

import symtable
import warnings

from pylint_zmq.reading import SourceError, decode_source

_NULL = "syntax error: source code string cannot contain null bytes"


def check_parses(path: str, source: bytes) -> None:
    """Raise SourceError if `source`, the content of `path`, is no text or cannot be parsed."""
    if b"\0" in source:
        raise SourceError(path, _NULL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            # Python's own parser, without a tree for us: a third less than `ast.parse`.
            symtable.symtable(decode_source(source, path)[0], path, "exec")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        # It refuses a little more than the parser, and the reason should read as for any other file.
        from pylint_zmq.program.trees import parse_bytes

        parse_bytes(source, path)
