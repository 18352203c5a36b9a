"""A summary serves whoever calls its function in the same way, and nobody for whom it would be another one."""

from __future__ import annotations

import pytest
from astroid import nodes

from pylint_zmq.analysis.budget import Budget, Runaway
from pylint_zmq.analysis.engine import analyse
from pylint_zmq.analysis.kept_summaries import Course, KeptSummaries, KeptSummary
from pylint_zmq.analysis.ledger import Ledger
from pylint_zmq.analysis.summaries import Summary
from pylint_zmq.names.memory import Watched
from pylint_zmq.program.trees import parse_text
from pylint_zmq.settings import Settings

#: Functions, as far as it matters here.
A, B, C, D = parse_text("a\nb\nc\nd\n").body


def kept(course: Course) -> KeptSummary:
    return KeptSummary(Watched(Summary((), Ledger()), 0), course)


def holds_at(course: Course, *active: nodes.NodeNG) -> bool:
    summaries = KeptSummaries()
    summaries.keep("key", kept(course))
    return summaries.find("key", active) is not None


def test_it_holds_as_deep_as_all_its_calls_are_looked_into() -> None:
    course = Course(1, called={B})
    assert course.goes_into(C, [A, B], deepest=3)
    assert [holds_at(course, *[A] * depth) for depth in range(5)] == [True, True, True, False, False]


def test_what_is_left_out_for_being_too_deep_is_so_at_that_depth() -> None:
    course = Course(2, called={B})
    assert not course.goes_into(C, [A, A, B], deepest=2)
    assert [holds_at(course, *[A] * depth) for depth in range(4)] == [False, False, True, False]


def test_it_does_not_hold_inside_a_function_that_it_calls() -> None:
    course = Course(1, called={B, C})
    assert [holds_at(course, each) for each in (A, B, C, D)] == [True, False, False, True]


def test_a_call_that_came_back_to_a_running_function_comes_back_to_it_again() -> None:
    course = Course(1, called={B})
    assert not course.goes_into(A, [A, B], deepest=9)
    assert not course.goes_into(B, [A, B], deepest=9)
    ended = course.ended([A])
    assert [holds_at(ended, each) for each in (A, C)] == [True, False]


def test_a_summary_takes_over_what_those_that_it_used_turned_on() -> None:
    inner = Course(2, room=1, called={C}, refused={D})
    outer = Course(1, called={B})
    outer.takes_in(kept(inner), 2)
    assert [holds_at(outer, D, *[A] * more) for more in range(4)] == [True, True, False, False]
    assert not holds_at(outer, A)
    assert not holds_at(outer, D, C)


def test_a_budget_counts_each_summary_once_whoever_worked_it_out() -> None:
    shared = kept(Course(2, steps=3))
    first, second = kept(Course(1, steps=2, used=[shared])), kept(Course(1, steps=1, used=[shared]))
    budget = Budget(7)
    budget.has_taken(second)
    budget.take_for(first)
    budget.take_for(first)
    budget.take_for(second)
    assert budget.taken == 5
    with pytest.raises(Runaway):
        budget.take(3)


LINKS = "".join(f"def link{n}(ctx):\n    return link{n + 1}(ctx)\n\n" for n in range(9))
ENDS = "def link9(ctx):\n    return ctx.socket(zmq.PUB)\n\n"
ROUND = """
def ping(ctx, more):
    sock = ctx.socket(zmq.PUB)
    if more:
        pong(ctx, more - 1)
    sock.close()


def pong(ctx, more):
    other = ctx.socket(zmq.PUB)
    if more:
        ping(ctx, more - 1)
    return other

"""


@pytest.mark.parametrize(
    ("made", "makers"), [(LINKS + ENDS, [f"link{n}({{}})" for n in range(10)]), (ROUND, ["ping({}, 3)", "pong({}, 3)"])]
)
def test_the_order_of_the_callers_does_not_matter(made: str, makers: list[str]) -> None:
    uses = [f"def use{n}(ctx):\n    sock = {each.format('ctx')}\n    work()\n\n" for n, each in enumerate(makers)]
    told = []
    for order in (uses, uses[::-1]):
        text = "\n".join(["import zmq", made, *order])
        lines = text.splitlines()
        found = analyse(parse_text(text), Settings())
        told.append(sorted((each.symbol, lines[each.node.lineno - 1]) for each in found))
    assert told[0] == told[1]
    assert told[0]
