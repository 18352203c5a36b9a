"""The parts of the oracle that are no single program: choices, rewriting, comparing, shrinking, generating."""

from __future__ import annotations

import ast
from collections import Counter

import pytest

from oracle import mutants
from oracle.compare import Claim, compare, true_claims
from oracle.grammar import generate
from oracle.marked import program
from oracle.mutants import changed, mutations, noticed, recorded
from oracle.shrink import shrink
from oracle.truth import next_prefix, truth_of
from oracle.world import Limits

LOSING = program("""
def f(ctx):
    s = ctx.socket(zmq.PUSH)
    work()
    s.close()
""")
LINE = LOSING.splitlines().index("    s = ctx.socket(zmq.PUSH)") + 1


def claim(**changes: object) -> Claim:
    right = {"line": LINE, "column": 8, "kind": "socket", "verdict": "on-error", "lost_at": (LINE + 1,)}
    return Claim(**{**right, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("claims", "complaint"),
    [
        ([claim()], []),
        ([], ["missed"]),
        ([claim(verdict="never")], ["wrong class"]),
        ([claim(lost_at=(LINE + 2,))], ["wrong step"]),
        ([claim(lost_at=())], ["wrong step"]),
        ([claim(raised_at=(LINE + 2,))], ["wrong step"]),
        ([claim(), claim()], ["reported twice"]),
        ([claim(), claim(line=LINE + 1)], ["false alarm"]),
        ([claim(kind="context")], ["false alarm", "missed"]),
    ],
)
def test_comparing_notices(claims: list[Claim], complaint: list[str]) -> None:
    assert [d.what for d in compare(LOSING, lambda _: claims).disagreements] == complaint


def test_all_choices_are_enumerated_once() -> None:
    taken, prefix = [], []
    while prefix is not None:
        trail = [(c, 3) for c in prefix] + [(0, 3)] * (2 - len(prefix))
        taken.append(tuple(c for c, _ in trail))
        prefix = next_prefix(trail)
    assert sorted(taken) == [(a, b) for a in range(3) for b in range(3)]


def test_a_bound_that_is_hit_is_told() -> None:
    assert not truth_of(LOSING, Limits(runs=1)).exhaustive
    assert not truth_of(LOSING, Limits(injections=0)).exhaustive
    assert truth_of(LOSING).exhaustive


def test_an_exception_that_the_table_does_not_know_is_told() -> None:
    assert "AttributeError" in truth_of(program("def f(ctx):\n    s = None\n    s.close()\n")).ill


def test_runs_are_the_same_every_time() -> None:
    for seed in range(20):
        text, _ = generate(seed)
        assert truth_of(text) == truth_of(text)


def loses_something(text: str) -> bool:
    try:
        return len(true_claims(text)) >= 1
    except NameError:
        return False


def test_shrinking_keeps_what_matters() -> None:
    text, _ = generate(next(seed for seed in range(100) if len(true_claims(generate(seed)[0])) > 3))
    small = shrink(text, loses_something)
    assert len(small) < 120
    assert true_claims(small)


def test_generated_programs_use_every_form_and_stay_in_the_table() -> None:
    tags: Counter[str] = Counter()
    for seed in range(600):
        text, used = generate(seed)
        ast.parse(text)
        tags.update(used)
        if seed < 60:
            assert not truth_of(text, Limits(runs=200)).ill
    assert len(tags) >= 60
    assert min(tags.values()) >= 2, tags


def test_a_perfect_linter_is_never_contradicted() -> None:
    for seed in range(60):
        text, _ = generate(seed)
        assert not compare(text, true_claims).disagreements, text


RULES = """Some words.

## a branch is never taken
some/file.py
 if ready:
-    go()
+    pass
"""


@pytest.mark.parametrize(
    "mutation", mutations(mutants.MUTATIONS.read_text(encoding="utf-8")), ids=lambda each: each.name
)
def test_every_rule_to_break_stands_in_the_analysis(mutation: mutants.Mutation) -> None:
    text = (mutants.PACKAGE / mutation.path).read_text(encoding="utf-8")
    assert changed(text, mutation) != text


def test_a_rule_is_broken_where_it_stands() -> None:
    (mutation,) = mutations(RULES)
    text = "def f():\n    if ready:\n        go()\n    go()\n"
    assert changed(text, mutation) == "def f():\n    if ready:\n        pass\n    go()\n"
    with pytest.raises(ValueError, match="found 0 times"):
        changed("go()\n", mutation)


def test_an_analysis_that_finds_nothing_is_noticed_and_the_one_that_is_there_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said = recorded(0)
    assert noticed(said, 0) == ""
    monkeypatch.setattr(mutants, "findings_of", lambda _: [])
    assert noticed(said, 0).endswith(": missed")
