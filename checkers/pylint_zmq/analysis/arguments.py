"""The arguments of a call, evaluated, and how they meet the parameters of a visible function."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.analysis import containers, expressions
from pylint_zmq.analysis.raising import ANY
from pylint_zmq.analysis.values import NONE, UNKNOWN, Const, Tup, Value, references
from pylint_zmq.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pylint_zmq.analysis.frame import Frame
    from pylint_zmq.analysis.state import State

#: The keyword that stands for `**mapping`.
_SPREAD = "**"


@frozen
class Arguments:
    """Evaluated arguments; `open_end` says that a starred argument may hold more than is known.

    What is spread out of `**mapping` goes by the keyword `**`.
    """

    positional: tuple[Value, ...] = ()
    keywords: tuple[tuple[str, Value], ...] = ()
    open_end: bool = False
    #: So many of the last positional values stand for, or behind, a starred argument that may hold any number.
    loose: int = 0

    def values(self) -> tuple[Value, ...]:
        """All values, positional first."""
        return (*self.positional, *(value for _, value in self.keywords))

    def keyword(self, name: str) -> Value | None:
        """The value of a keyword argument, None if it is not given."""
        return next((value for known, value in self.keywords if known == name), None)

    def unknown(self) -> Arguments:
        """As many arguments of which nothing is known."""
        return Arguments(
            (UNKNOWN,) * len(self.positional),
            tuple((name, UNKNOWN) for name, _ in self.keywords),
            self.open_end,
            self.loose,
        )

    def first(self) -> Value:
        """The first positional value; unknown if there is none."""
        return self.positional[0] if self.positional else UNKNOWN


def evaluate_arguments(frame: Frame, node: nodes.Call, state: State) -> Iterator[tuple[State, Arguments]]:
    """Evaluate the arguments from left to right; unpacking something unknown can raise."""
    parts = [*node.args, *(keyword.value for keyword in node.keywords)]
    for after, values in expressions.evaluate_all(frame, parts, state):
        positional: list[Value] = []
        open_end = False
        sure: int | None = None
        for argument, value in zip(node.args, values, strict=False):
            if not isinstance(argument, nodes.Starred):
                positional.append(value)
                continue
            inside = containers.elements(after, value)
            if inside is None:
                open_end = True
                sure = len(positional) if sure is None else sure
            positional.extend(inside if inside is not None else (_spread(after, value),))
            if not containers.is_local_container(after, value):
                frame.raises(after.hold(Tup(values))[0], argument, ANY)
        named: list[tuple[str, Value]] = []
        for keyword, value in zip(node.keywords, values[len(node.args) :], strict=False):
            if keyword.arg is not None:
                named.append((keyword.arg, value))
                continue
            open_end = True
            named.append((_SPREAD, _spread(after, value)))
        loose = 0 if sure is None else len(positional) - sure
        yield after, Arguments(tuple(positional), tuple(named), open_end, loose)


def _spread(state: State, value: Value) -> Value:
    """What a call can get of a container that is spread out in it: not the container itself."""
    box = state.items(value)
    return UNKNOWN if box is not None and box.kind in containers.BUILTIN_KINDS and not box.links() else value


def bound_parameters(
    function: nodes.FunctionDef | nodes.Lambda, defaults: tuple[Value, ...], arguments: Arguments
) -> dict[str, Value] | None:
    """The value of each parameter; None if the arguments do not fit, or cannot be told apart."""
    args = function.args
    if args.vararg or args.kwarg:
        return None
    if arguments.open_end:
        return _bound_but_for_spread(function, defaults, arguments)
    positional = [arg.name for arg in [*(args.posonlyargs or []), *(args.args or [])]]
    only_keyword = [arg.name for arg in args.kwonlyargs or []]
    if len(arguments.positional) > len(positional):
        return None
    bound = dict(zip(positional, arguments.positional, strict=False))
    for name, value in arguments.keywords:
        if name in bound or name not in (*positional, *only_keyword):
            return None
        bound[name] = value
    fallback = _default_values(function, defaults)
    for name in (*positional, *only_keyword):
        if name not in bound:
            if name not in fallback:
                return None
            bound[name] = fallback[name]
    return bound


def _bound_but_for_spread(
    function: nodes.FunctionDef | nodes.Lambda, defaults: tuple[Value, ...], arguments: Arguments
) -> dict[str, Value] | None:
    """The value of each parameter where only those are known that no starred argument can reach.

    None where what is spread out, or stands behind it, keeps something alive: that could be any parameter.
    """
    sure = len(arguments.positional) - arguments.loose
    spread = [*arguments.positional[sure:], *(value for name, value in arguments.keywords if name == _SPREAD)]
    known = Arguments(arguments.positional[:sure], tuple(each for each in arguments.keywords if each[0] != _SPREAD))
    args = function.args
    every = [arg.name for arg in [*(args.posonlyargs or []), *(args.args or []), *(args.kwonlyargs or [])]]
    given = {*every[:sure], *(name for name, _ in known.keywords)}
    kept = _default_values(function, defaults)
    left = [kept.get(name, UNKNOWN) for name in every if name not in given]
    if any(references(value) for value in (*spread, *left)):
        return None
    filled = replace(known, keywords=(*known.keywords, *((name, UNKNOWN) for name in every if name not in given)))
    return bound_parameters(function, defaults, filled)


def _default_values(function: nodes.FunctionDef | nodes.Lambda, kept: tuple[Value, ...]) -> dict[str, Value]:
    args = function.args
    positional = [arg.name for arg in [*(args.posonlyargs or []), *(args.args or [])]]
    pairs = list(zip(positional[len(positional) - len(args.defaults or []) :], args.defaults or [], strict=False))
    pairs += [
        (arg.name, default)
        for arg, default in zip(args.kwonlyargs or [], args.kw_defaults or [], strict=False)
        if default is not None
    ]
    values: dict[str, Value] = {}
    for at, (name, default) in enumerate(pairs):
        value = kept[at] if at < len(kept) else UNKNOWN
        if isinstance(default, nodes.Const):
            value = (
                NONE
                if default.value is None
                else Const(default.value)
                if isinstance(default.value, (bool, int, str))
                else UNKNOWN
            )
        values[name] = value
    return values
