"""Defaults of traitlets: a method that makes the value of a trait when it is first read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.names.classes import VisibleClass, lineage, method_class

if TYPE_CHECKING:
    from pylint_zmq.names.resolution import ModuleNames

#: The older way: a method called after the trait (traitlets.HasTraits).
_NAMED = re.compile(r"_(\w+)_default")


def default_of(names: ModuleNames, method: nodes.FunctionDef) -> str:
    """The trait that a method makes the value of, which the object keeps; "" if it is no such method."""
    for decorator in method.decorators.nodes if method.decorators is not None else ():
        match decorator:
            case nodes.Call(func=func, args=[nodes.Const(value=str(trait))]):
                qualified = names.qualify(func) or ""
                if qualified.startswith("traitlets.") and qualified.endswith(".default"):
                    return trait
    named = _NAMED.fullmatch(method.name)
    cls = method_class(names, method)
    if named is None or cls is None:
        return ""
    return named[1] if any(each.bindings(named[1]) for each in lineage(VisibleClass(cls, names))) else ""
