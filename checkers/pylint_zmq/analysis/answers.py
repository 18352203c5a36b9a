"""What is asked about functions and classes of other files: worked out once for all who ask.

Each answer comes from an engine of its own, so that it is the same whoever asks first. An answer that turned on a
question still open is not kept; see names/memory.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from pylint_zmq.analysis import engine as engines
from pylint_zmq.names.classes import VisibleClass

if TYPE_CHECKING:
    from collections.abc import Callable

    from astroid import nodes

    from pylint_zmq.analysis.ownership import Acquisition, Releases
    from pylint_zmq.names.resolution import ModuleNames
    from pylint_zmq.settings import Settings

V = TypeVar("V")

#: The settings, and what is asked about, with the names of its module.
Question = tuple["Settings", "ModuleNames", Any]


def ask(engine: engines.Engine, work: Callable[[Question], V], about: nodes.NodeNG, unknown: V) -> V:
    """Return the answer of `work` about a function or class; `unknown` while that very question is open."""
    names = engine.names_of(about)
    return names.memory.answer((engine.settings, names, about), work, unknown)


def gives(question: Question) -> bool:
    """Tell whether a function gives its caller a fresh resource."""
    settings, names, function = question
    return engines.Engine(names, settings).creators.find_gives(function)


def acquisitions(question: Question) -> list[Acquisition]:
    """Return what the methods of a class create and keep in its fields."""
    settings, names, cls = question
    return engines.Engine(names, settings).ownership.find_acquisitions(VisibleClass(cls, names))


def releases(question: Question) -> Releases:
    """Return what a class does about the end of its fields."""
    settings, names, cls = question
    return engines.Engine(names, settings).ownership.find_releases(VisibleClass(cls, names))
