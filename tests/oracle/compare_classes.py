"""Holds the findings about the fields of classes against what became of them."""

from __future__ import annotations

from collections import Counter

from pylint_zmq.analysis.engine import analyse
from pylint_zmq.program.trees import parse_text
from pylint_zmq.settings import Settings

from .compare import LOSSES, Disagreement
from .lives import ATTRIBUTE, THOROUGH, Lot, Lots, lots_of
from .truth import FINE
from .world import Limits

SYMBOLS = {**LOSSES, **{f"zmq-unclosed-{kind}-attribute": (kind, ATTRIBUTE) for kind in ("socket", "context")}}
UNMADE = "zmq-unclosed-socket-on-init-error"

Place = tuple[int, int, str]


def claims_about(text: str) -> tuple[dict[Place, list[str]], set[tuple[int, int]]]:
    """By creation in a method, the classes that the linter reports; and where it reports a failing constructor."""
    claims: dict[Place, list[str]] = {}
    unmade: set[tuple[int, int]] = set()
    for finding in analyse(parse_text(text), Settings(process_lifetime="report", setup_errors="report")):
        line, column = finding.node.lineno, finding.node.col_offset
        if SYMBOLS.get(finding.symbol, ("owner", ""))[0] != "owner" and "." in finding.scope:
            kind, verdict = SYMBOLS[finding.symbol]
            claims.setdefault((line, column, kind), []).append(verdict)
        elif finding.symbol == UNMADE:
            unmade.add((line, column))
    return claims, unmade


def compare_classes(text: str, limits: Limits | None = None, thorough: bool = True) -> tuple[Lots, list[Disagreement]]:
    """What became of everything, and where the linter sees it differently."""
    claims, unmade = claims_about(text)
    lots = lots_of(text, limits)
    found = [] if lots.ill else disagreements(lots, claims, unmade)
    if found and thorough and not lots.exhaustive:
        lots = lots_of(text, THOROUGH)
        found = [] if lots.ill else disagreements(lots, claims, unmade)
    return lots, found


def disagreements(lots: Lots, claims: dict[Place, list[str]], unmade: set[tuple[int, int]]) -> list[Disagreement]:
    found = []
    for place, said in claims.items():
        if place not in lots.by_place:
            found.append(Disagreement("false alarm", *place[:2], f"{said}, nothing is created"))
        if len(said) > 1:
            found.append(Disagreement("reported twice", *place[:2], str(said)))
    for place, lot in lots.by_place.items():
        said = claims.get(place, [])
        if lot.verdict != FINE and not said:
            found.append(Disagreement("missed", *place[:2], f"{lot.kind} {lot.verdict}"))
        elif lot.verdict == FINE and said:
            found.append(Disagreement("false alarm", *place[:2], f"{lot.kind} {said}"))
        elif said and lot.verdict not in said:
            found.append(Disagreement("wrong class", *place[:2], f"{lot.kind} {said}, is {lot.verdict}"))
        found += failing_constructor(lot, place[:2] in unmade, bool(said))
    return found


def failing_constructor(lot: Lot, claimed: bool, told: bool) -> list[Disagreement]:
    """What is lost with an instance whose constructor fails is told of sockets, unless more is told of them."""
    if lot.kind != "socket" or told or claimed == lot.fails:
        return []
    what = "false alarm" if claimed else "missed"
    return [Disagreement(what, lot.line, lot.column, "failing constructor")]


def kinds(found: list[Disagreement]) -> Counter[str]:
    return Counter(each.what for each in found)
