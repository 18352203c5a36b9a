"""The text of the module at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from astroid import nodes


def source_of(module: nodes.Module) -> bytes:
    """Return the source of a module; nothing if that is not to be had.

    Its stream is for whoever looks for comments, and may be left empty where a module knows its bytes.
    """
    if module.file_bytes is not None:
        return module.file_bytes if isinstance(module.file_bytes, bytes) else module.file_bytes.encode()
    stream: BinaryIO | None = module.stream()  # type: ignore[no-untyped-call]  # typed by its docstring only
    if stream is None:
        return b""
    with stream:
        return stream.read()
