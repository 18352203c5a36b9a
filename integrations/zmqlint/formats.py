"""Output formats: each is a module with a function `render(view) -> str`, loaded only when it is asked for."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from zmqlint.errors import ConfigError, suggestion

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def renderer_in(package: str, formats: Sequence[str], name: str, command: str = "") -> Callable[[Any], str]:
    """Return the function of `package` that renders the format `name`.

    Raises ConfigError, in the name of the command if one is given, if `formats` does not have it.
    """
    if name not in formats:
        known = ", ".join(formats)
        where = f"{command}: " if command else ""
        raise ConfigError(f"{where}no format is called {name!r}{suggestion(name, formats) or f'; there are {known}'}")
    render: Callable[[Any], str] = import_module(f"{package}.{name}").render
    return render
