"""What an expression is worth, as far as the text of the program tells: constants, through names, files and callers."""

from __future__ import annotations

import re
import string
from collections.abc import Callable
from itertools import product
from typing import TYPE_CHECKING

from astroid import nodes
from astroid.exceptions import NoDefault

from pylint_zmq.model import errors, waits
from pylint_zmq.names import callers, classes
from pylint_zmq.names.bindings import Binding, Kind
from pylint_zmq.names.scopes import elements
from pylint_zmq.waits.calls import option_name
from pylint_zmq.waits.tracing import holder_class
from zmqlint.map.threads import passed_at_start

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pylint_zmq.names.bindings import Scope
    from pylint_zmq.names.resolution import ModuleNames

#: How many names are followed from one to the next.
_DEEPEST = 8
#: More alternatives than this say less than the name that stands for them.
_MOST = 4
#: Longer expressions are cut where they stand for a value.
_WIDEST = 32
#: A value of which the text only tells how it is computed.
_COMPUTED = re.compile(r"\{[^{}$]*[^\w{}$][^{}]*\}")
_LAST_ENDPOINT = "LAST_ENDPOINT"
_ENVIRONMENT = frozenset({"os.environ.get", "os.getenv"})
#: Calls that hand on what they are given, as far as its text is concerned.
#: Methods of a text that give the same text, as far as it matters here.
_KEEPING_TEXT = frozenset({"decode", "encode", "strip", "rstrip", "lstrip"})
_TRANSPARENT = frozenset({"builtins.str", "builtins.int", "builtins.repr"})


#: Says which texts stand for what the system chose when a socket, an expression, was bound.
Chosen = Callable[["ModuleNames", nodes.NodeNG], list[str]]


def texts(names: ModuleNames, expr: nodes.NodeNG, chosen: Chosen | None = None) -> tuple[str, ...]:
    """Return what `expr` can be, each as text with what is not known in braces, e.g. `tcp://*:{port}`; sorted."""
    return tuple(sorted(set(_Reader(chosen).read(names, expr, 0))))


class _Reader:
    """Reads one expression. Each method returns the alternatives; none at all for `None`."""

    def __init__(self, chosen: Chosen | None) -> None:
        self._chosen = chosen
        self._open: set[object] = set()

    def read(self, names: ModuleNames, expr: nodes.NodeNG, depth: int) -> list[str]:
        if depth > _DEEPEST or expr in self._open:
            return [_hole(expr)]
        self._open.add(expr)
        try:
            found = list(dict.fromkeys(self._read(names, expr, depth + 1)))
        finally:
            self._open.discard(expr)
        return found if len(found) <= _MOST else [_hole(expr)]

    def _read(self, names: ModuleNames, expr: nodes.NodeNG, depth: int) -> Iterable[str]:
        match expr:
            case nodes.Const(value=value):
                return _constant(value)
            case nodes.JoinedStr(values=values):
                return self._joined(names, values, depth)
            case nodes.FormattedValue(value=value) | nodes.Await(value=value) | nodes.NamedExpr(value=value):
                return self.read(names, value, depth)
            case nodes.BinOp():
                return self._operation(names, expr, depth)
            case nodes.UnaryOp(op="-", operand=operand):
                return [f"-{value}" for value in self.read(names, operand, depth)]
            case nodes.IfExp(body=body, orelse=orelse):
                return self._all(names, [body, orelse], depth)
            case nodes.BoolOp(values=values):
                return self._all(names, values, depth)
            case nodes.Name():
                return self._name(names, expr, depth)
            case nodes.Attribute():
                return self._attribute(names, expr, depth)
            case nodes.Call():
                return self._call(names, expr, depth)
        return [_hole(expr)]

    def _all(self, names: ModuleNames, exprs: Iterable[nodes.NodeNG], depth: int) -> list[str]:
        return [text for expr in exprs for text in self.read(names, expr, depth)]

    def _joined(self, names: ModuleNames, parts: list[nodes.NodeNG], depth: int) -> list[str]:
        return ["".join(each) for each in _combined([self.read(names, part, depth) for part in parts], parts)]

    # Operators

    def _operation(self, names: ModuleNames, expr: nodes.BinOp, depth: int) -> Iterable[str]:
        if expr.op == "%" and _is_text(expr.left):
            return self._interpolated(names, expr, depth)
        sides = [self.read(names, expr.left, depth), self.read(names, expr.right, depth)]
        pairs = _combined(sides, [expr.left, expr.right])
        if expr.op == "+" and (_is_text(expr.left) or _is_text(expr.right)):
            return [left + right for left, right in pairs]
        return [_computed(expr.op, left, right) or _hole(expr) for left, right in pairs]

    def _interpolated(self, names: ModuleNames, expr: nodes.BinOp, depth: int) -> list[str]:
        right = elements(expr.right) if isinstance(expr.right, nodes.Tuple) else [expr.right]
        given = [self.read(names, each, depth) for each in right]
        found = []
        for template in self.read(names, expr.left, depth):
            pieces = template.replace("%d", "%s").split("%s")
            if len(pieces) != len(right) + 1:
                found.append(_hole(expr))
                continue
            found += [
                pieces[0] + "".join(value + piece for value, piece in zip(chosen, pieces[1:], strict=True))
                for chosen in _combined(given, right)
            ]
        return found

    # Names

    def _name(self, names: ModuleNames, expr: nodes.Name, depth: int) -> list[str]:
        found = names.scopes.scope_of(expr).lookup(expr.name)
        if found is None:
            return [_hole(expr)]
        return _named(self._bindings(names, found[0], expr.name, found[1], depth), expr)

    def _bindings(
        self, names: ModuleNames, scope: Scope, name: str, bindings: Iterable[Binding], depth: int
    ) -> list[str]:
        return [text for each in bindings for text in self._binding(names, scope, name, each, depth)]

    def _binding(self, names: ModuleNames, scope: Scope, name: str, binding: Binding, depth: int) -> Iterable[str]:
        match binding:
            case Binding(kind=Kind.VALUE, value=value):
                return self.read(names, value, depth) if value is not None else []
            case Binding(kind=Kind.PARAMETER):
                return self._parameter(names, scope, name, depth)
            case Binding(kind=Kind.IMPORT):
                return self._variable(names, names.qualify_name(name, scope), depth) or [f"{{{name}}}"]
            case Binding(kind=Kind.OTHER, node=nodes.AssignName(parent=nodes.For(iter=source))):
                if isinstance(source, (nodes.Tuple, nodes.List)):
                    return self._all(names, elements(source), depth)
        return [f"{{{name}}}"]

    def _variable(self, names: ModuleNames, qualified: str | None, depth: int) -> list[str]:
        """Return what a module-level name of the program is worth."""
        found = names.program.variable(qualified, names) if names.program is not None and qualified else None
        if found is None:
            return []
        other, name = found
        top = other.scopes.module
        if depth > _DEEPEST or (other is names and any(each.kind is Kind.IMPORT for each in top.bindings[name])):
            return []
        return self._bindings(other, top, name, top.bindings[name], depth + 1)

    def _parameter(self, names: ModuleNames, scope: Scope, name: str, depth: int) -> list[str]:
        function = scope.node
        if not isinstance(function, nodes.FunctionDef):
            return [f"{{{name}}}"]
        found = []
        for caller, value in [*callers.passed(names, function, name), *passed_at_start(names, function, name)]:
            found += self.read(caller, value, depth)
        default = default_of(function, name)
        if default is not None:
            found += self.read(names, default, depth)
        return found or [f"{{{name}}}"]

    def _attribute(self, names: ModuleNames, expr: nodes.Attribute, depth: int) -> list[str]:
        if expr.attrname.upper() == _LAST_ENDPOINT and self._chosen is not None:
            return self._chosen(names, expr.expr) or [_hole(expr)]
        found = self._variable(names, names.qualify(expr), depth)
        if found:
            return found
        cls = holder_class(names, expr.expr)
        for each in classes.lineage(cls) if cls is not None else ():
            scope = each.names.scopes.by_node[each.node]
            found += self._bindings(each.names, scope, expr.attrname, each.bindings(expr.attrname), depth)
            for store in each.stores(expr.attrname):
                value = store.parent.value if isinstance(store.parent, (nodes.Assign, nodes.AnnAssign)) else None
                is_plain = isinstance(store.parent, nodes.AnnAssign) or store in getattr(store.parent, "targets", ())
                found += self.read(each.names, value, depth) if value is not None and is_plain else [_hole(expr)]
            if found:
                break
        return _named(found, expr)

    # Calls

    def _call(self, names: ModuleNames, call: nodes.Call, depth: int) -> list[str]:
        function = call.func
        if isinstance(function, nodes.Attribute) and function.attrname == "format":
            return self._formatted(names, function.expr, call, depth)
        if isinstance(function, nodes.Attribute) and function.attrname in _KEEPING_TEXT:
            return self.read(names, function.expr, depth)
        if (
            isinstance(function, nodes.Attribute)
            and self._chosen is not None
            and _asks_what_was_chosen(names, call, function.attrname)
        ):
            return self._chosen(names, function.expr) or [_hole(call)]
        qualified = names.qualify(function)
        if qualified in _TRANSPARENT and call.args:
            return self.read(names, call.args[0], depth)
        if qualified in _ENVIRONMENT and call.args:
            default = self.read(names, call.args[1], depth) if len(call.args) > 1 else []
            return default or [f"{{${text}}}" for text in self.read(names, call.args[0], depth)]
        definition = names.definition(function)
        found: list[str] = []
        for each in definition.candidates if definition is not None else ():
            if isinstance(each.node, nodes.FunctionDef):
                for result in each.node.nodes_of_class(nodes.Return):
                    if result.value is not None and result.scope() is each.node:
                        found += self.read(each.names, result.value, depth)
        return found or [_hole(call)]

    def _formatted(self, names: ModuleNames, template: nodes.NodeNG, call: nodes.Call, depth: int) -> list[str]:
        named = {each.arg: each.value for each in call.keywords if each.arg is not None}
        return [
            filled
            for text in self.read(names, template, depth)
            for filled in self._filled(names, text, list(call.args), named, depth)
        ]

    def _filled(
        self, names: ModuleNames, text: str, given: list[nodes.NodeNG], named: dict[str, nodes.NodeNG], depth: int
    ) -> list[str]:
        parts: list[list[str]] = []
        position = 0
        try:
            for literal, field, _, _ in string.Formatter().parse(text):
                parts.append([literal])
                if field is None:
                    continue
                head = field.partition(".")[0].partition("[")[0]
                if not head:
                    head, position = str(position), position + 1
                value = given[int(head)] if head.isdigit() and int(head) < len(given) else named.get(head)
                plain = (value is not None and head == field) or not field
                parts.append(self.read(names, value, depth) if value is not None and plain else [f"{{{field}}}"])
        except ValueError:
            return [text]
        return ["".join(each) for each in _combined(parts, [None] * len(parts))]


def default_of(function: nodes.FunctionDef, name: str) -> nodes.NodeNG | None:
    """Return the default of a parameter; None if it has none."""
    try:
        default: nodes.NodeNG = function.args.default_value(name)  # type: ignore[no-untyped-call]
    except NoDefault:
        return None
    return default


def _asks_what_was_chosen(names: ModuleNames, call: nodes.Call, method: str) -> bool:
    """`sock.getsockopt(zmq.LAST_ENDPOINT)`, and `sock.bind_to_random_port(...)`, which returns the port."""
    if method in waits.GETTERS and call.args:
        return option_name(names, call.args[0]) == _LAST_ENDPOINT
    return method == errors.BIND_RANDOM


def _constant(value: object) -> Iterator[str]:
    match value:
        case bytes():
            yield value.decode("utf-8", "replace")
        case None:
            return
        case float():
            yield f"{value:g}"
        case _:
            yield str(value)


def _combined(parts: list[list[str]], exprs: Sequence[nodes.NodeNG | None]) -> Iterable[tuple[str, ...]]:
    """Return each choice of one alternative from each part; if that is too much, of a part with several its name."""
    count = 1
    for part in parts:
        count *= max(1, len(part))
    if count > _MOST:
        parts = [part if len(part) == 1 else [_hole(expr)] for part, expr in zip(parts, exprs, strict=True)]
    return product(*(part or ["{None}"] for part in parts))


def _computed(operator: str, left: str, right: str) -> str | None:
    """Return the number that two numbers make; None if one is not known."""
    try:
        first, second = float(left), float(right)
        found = {"+": first + second, "-": first - second, "*": first * second}.get(operator)
    except ValueError:
        return None
    return (
        None if found is None else f"{found:g}" if abs(found) < 1 else str(int(found) if found.is_integer() else found)
    )


def _is_text(expr: nodes.NodeNG) -> bool:
    match expr:
        case nodes.JoinedStr():
            return True
        case nodes.Const(value=value):
            return isinstance(value, (str, bytes))
        case nodes.BinOp(op="+" | "%", left=left, right=right):
            return _is_text(left) or _is_text(right)
        case nodes.Call(func=nodes.Name(name="str")) | nodes.Call(func=nodes.Attribute(attrname="format")):
            return True
    return False


def _named(found: list[str], expr: nodes.Name | nodes.Attribute) -> list[str]:
    """Return `found` with the name itself for what is only known to be computed: it says more to people."""
    return [_hole(expr) if _COMPUTED.fullmatch(text) else text for text in found] or [_hole(expr)]


def _hole(expr: nodes.NodeNG | None) -> str:
    """`{port}` for an expression that is only known when the program runs; its last name where that says enough."""
    match expr:
        case None:
            return "{...}"
        case nodes.Name(name=name) | nodes.Attribute(attrname=name):
            return f"{{{name}}}"
        case nodes.Subscript(slice=nodes.Const(value=str(key))):
            return f"{{{key}}}"
        case nodes.Call(func=nodes.Attribute(attrname="get"), args=[nodes.Const(value=str(key)), *_]):
            return f"{{{key}}}"
        case nodes.Call(func=nodes.Name(name=name) | nodes.Attribute(attrname=name)):
            return f"{{{name}()}}"
        case nodes.FormattedValue(value=value) | nodes.Await(value=value):
            return _hole(value)
    written = " ".join(expr.as_string().split()).replace("{", "(").replace("}", ")")
    return f"{{{written if len(written) <= _WIDEST else written[: _WIDEST - 1] + '…'}}}"
