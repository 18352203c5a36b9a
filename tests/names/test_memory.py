"""Answers are kept, and do not depend on the order of the questions."""

import itertools

import pytest

from names.asking import asked
from pylint_zmq.names.memory import Memory

#: What each question finds by itself, and which others it asks.
GRAPHS = [
    {"a": "bc", "b": "a", "c": "b"},
    {"a": "b", "b": "c", "c": "a", "d": "ac"},
    {"a": "bd", "b": "ca", "c": "db", "d": "ac"},
    {"a": "a", "b": "ab", "c": "cb", "d": "d"},
    {"a": "b", "b": "cd", "c": "b", "d": "ea", "e": "d"},
    {"a": "bd", "b": "ca", "c": "b", "d": "c"},
]


def reachable(graph: dict[str, str], start: str) -> frozenset[str]:
    found = {start}
    while True:
        more = found.union(*(graph[each] for each in found))
        if more == found:
            return frozenset(found)
        found = more


@pytest.mark.parametrize("graph", GRAPHS)
def test_a_circle_gathers_all_of_it_from_wherever_it_is_entered(graph: dict[str, str]) -> None:
    for order in itertools.permutations(graph):
        memory = Memory()

        def work(question: str, memory: Memory = memory) -> frozenset[str]:
            parts = [memory.answer(each, work, frozenset()) for each in graph[question]]
            return frozenset({question}).union(*parts)

        for question in order:
            assert memory.answer(question, work, frozenset()) == reachable(graph, question)


def test_a_question_is_worked_out_once() -> None:
    memory = Memory()
    worked: list[int] = []

    def work(question: int) -> int:
        worked.append(question)
        return sum(memory.answer(each, work, 0) for each in range(question)) + 1

    assert [memory.answer(10, work, 0), memory.answer(9, work, 0)] == [1024, 512]
    assert sorted(worked) == list(range(11))


def test_a_dense_circle_takes_no_time() -> None:
    memory = Memory()
    worked: list[int] = []

    def work(question: int) -> int:
        worked.append(question)
        return max([question, *(memory.answer(each, work, 0) for each in range(30))])

    assert memory.answer(0, work, 0) == 29
    assert len(worked) == 30


def test_what_is_noted_is_worked_out_once_unless_an_open_question_has_more_to_say() -> None:
    memory = Memory()
    worked: list[str] = []

    def noted(about: str, asks: str) -> frozenset[str]:
        worked.append(about)
        return frozenset({about}).union(*(memory.answer(each, work, frozenset()) for each in asks))

    def work(question: str) -> frozenset[str]:
        parts = [memory.noted(each, lambda each=each: noted(each, question)) for each in "yz" for _ in range(2)]
        return frozenset({question}).union(*parts)

    assert memory.noted("x", lambda: noted("x", "")) == {"x"}
    assert memory.noted("x", lambda: noted("x", "")) == {"x"}
    # They ask what is open: they serve until that is answered, and are worked out anew then.
    assert memory.answer("a", work, frozenset()) == {"a", "y", "z"}
    assert memory.noted("y", lambda: noted("y", "a")) == {"a", "y", "z"}
    assert worked == ["x", "y", "z", "y"]


def test_what_was_found_is_recalled_with_what_it_depends_on() -> None:
    memory = Memory()
    watched = memory.watched(lambda: memory.touched.add("file"))
    memory.touched.mask = 0
    memory.recall(watched)
    assert watched.is_final
    assert memory.touched.things() == ["file"]


def test_an_answer_that_failed_is_asked_again() -> None:
    memory = Memory()

    def fail(_: str) -> int:
        raise KeyError

    for _ in range(2):
        with pytest.raises(KeyError):
            memory.answer("a", fail, 0)


@pytest.mark.parametrize(
    ("first", "step"),
    [
        ("x0 = zmq.Context", "x{1} = x{0}"),
        ("x0 = zmq.Context()", "x{1} = x{0}"),
        ("x0 = zmq.PUSH", "x{1} = x{0}"),
        ("def x0(): return zmq.Context()", "def x{1}(): return x{0}()"),
        ("class x0(zmq.Context): ...", "class x{1}(x{0}): ..."),
    ],
)
def test_a_long_way_is_given_up_and_not_crashed_on(first: str, step: str) -> None:
    lines = ["import zmq", first, *(step.format(n, n + 1) for n in range(400)), "ask(x400)", "x400()"]
    names, expr = asked("\n".join(lines))
    names.qualify(expr)
    names.declared(expr)
    names.socket_type(expr)
    names.definition(expr)
    for cls in names.scopes.classes[-1:]:
        assert "mod.x390" in names.bases(cls)
    assert names.declared(names.scopes.calls["x400"][0]) in (None, "mod.x400")
