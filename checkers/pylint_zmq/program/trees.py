"""From a file to its bare syntax tree: no transforms, no inference, no other module loaded.

Astroid's public builder spends five times as long on a module as the tree itself costs, because it infers attributes
and parses third-party modules for that. The step that builds the tree alone, `_data_build`, is private; this module is
the only place that knows it, and falls back to the public builder where it is missing.
"""

from __future__ import annotations

import os
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

from astroid import builder as astroid_builder
from astroid.exceptions import AstroidError
from astroid.manager import AstroidManager

from pylint_zmq.depth import PARSING, room
from pylint_zmq.reading import SourceError, decode_source, one_line, read_source

if TYPE_CHECKING:
    from astroid import nodes

__all__ = ["SourceError", "parse_bytes", "parse_file", "parse_text", "read_source"]

#: Which of the two it is, and which exception says so, differs between versions of Python.
_TOO_MUCH = "too large or nested too deeply to be parsed"
#: Whether this astroid has the step that builds the tree and nothing else.
_HAS_PRIVATE_STEP = hasattr(astroid_builder.AstroidBuilder, "_data_build")


def parse_file(path: str | os.PathLike[str], modname: str = "") -> nodes.Module:
    """Return the bare tree of the file at `path`, named `modname` (else after the file); raise SourceError."""
    return parse_bytes(read_source(path), os.fspath(path), modname or Path(path).stem)


def parse_bytes(data: bytes, path: str = "", modname: str = "") -> nodes.Module:
    """Return the bare tree of the source `data`, which is taken to be the content of `path`; raise SourceError."""
    text, encoding = decode_source(data, path)
    module = _build(text, path, modname)
    module.file_bytes = data
    module.file_encoding = encoding
    return module


def parse_text(text: str, path: str = "", modname: str = "") -> nodes.Module:
    """Return the bare tree of the source `text`, which is taken to be the content of `path`; raise SourceError."""
    module = _build(text, path, modname)
    module.file_bytes = text.encode("utf-8", "surrogatepass")
    module.file_encoding = "utf-8"
    return module


def _build(text: str, path: str, modname: str) -> nodes.Module:
    try:
        # What the parser warns about (odd escapes, return in finally) is not ours to report.
        with warnings.catch_warnings(), room(PARSING):
            warnings.simplefilter("ignore")
            return _bare_tree(text, modname, path or None)
    except (RecursionError, MemoryError) as error:
        raise SourceError(path, _TOO_MUCH) from error
    except AstroidError as error:
        raise _source_error(getattr(error, "error", None) or error, path) from error
    except Exception as error:
        # Whatever else astroid stumbles over belongs to this one file, and must not end the run.
        raise SourceError(path, f"astroid cannot build its tree: {one_line(repr(error))}") from error


def _bare_tree(text: str, modname: str, path: str | None) -> nodes.Module:
    if not _HAS_PRIVATE_STEP:
        public = astroid_builder.AstroidBuilder(AstroidManager(), apply_transforms=False)
        return public.string_build(text, modname, path)
    # Without __init__, which would first build the whole `builtins` module: 0.1 s that a bare tree has no use for.
    private = astroid_builder.AstroidBuilder.__new__(astroid_builder.AstroidBuilder)
    private._manager = AstroidManager()
    module, _ = private._data_build(text, modname, path)
    return module


def _source_error(error: BaseException, path: str) -> SourceError:
    if isinstance(error, SyntaxError):
        return SourceError(path, f"syntax error: {one_line(error.msg or 'cannot be parsed')}", error.lineno or 0)
    if isinstance(error, MemoryError):
        return SourceError(path, _TOO_MUCH)
    return SourceError(path, one_line(str(error)) or "cannot be parsed")
