"""What becomes of the fields of classes: worked out by hand, and the linter against it on programs of fixed seeds."""

from __future__ import annotations

from collections import Counter

import pytest

from oracle.class_grammar import generate_class
from oracle.compare_classes import compare_classes
from oracle.lives import lots_of
from oracle.marked import expected, program
from oracle.world import Limits

SEEDS, CHUNK = 250, 25
LIMITS = Limits(choices=60, injections=2, runs=600)

CASES = {
    "closed by a method": """
        class C:
            def __init__(self, ctx):
                self.s = ctx.socket(zmq.PUSH)  #: fine
                self.t = ctx.socket(zmq.PUSH)  #: attribute

            def close(self):
                self.s.close()
    """,
    "overwritten while it is open": """
        class C:
            def __init__(self, ctx):
                self.ctx = ctx
                self.s = ctx.socket(zmq.PUSH)  #: on-path

            def renew(self):
                self.s = self.ctx.socket(zmq.PUSH)  #: on-path

            def close(self):
                self.s.close()
    """,
    "opened when it is needed, and not twice": """
        class C:
            def __init__(self, ctx):
                self.ctx = ctx
                self.s = None

            def open(self):
                self.s = self.ctx.socket(zmq.PUSH)  #: fine

            def close(self):
                if self.s is not None:
                    self.s.close()
    """,
    "closed only to be opened again": """
        class C:
            def __init__(self, ctx):
                self.ctx = ctx
                self.s = ctx.socket(zmq.PUSH)  #: attribute

            def renew(self):
                self.s.close()
                self.s = self.ctx.socket(zmq.PUSH)  #: attribute
    """,
    "lost before it is kept": """
        class C:
            def __init__(self, ctx):
                self.ctx = ctx
                s = ctx.socket(zmq.PUSH)  #: fine
                s.bind("tcp://*:1")
                self.s = s
                self.t = None

            def open(self):
                s = self.ctx.socket(zmq.PUSH)  #: on-error
                s.bind("tcp://*:1")
                self.t = s

            def close(self):
                self.s.close()
                if self.t is not None:
                    self.t.close()
    """,
    "a base closes, and a class that does not": """
        class B:
            s = None

            def __init__(self, ctx):
                self.ctx = ctx

            def close(self):
                if self.s is not None:
                    self.s.close()

        class C(B):
            def __init__(self, ctx):
                self.s = ctx.socket(zmq.PUSH)  #: fine

        class D(B):
            def __init__(self, ctx):
                self.s = ctx.socket(zmq.PUSH)  #: attribute

            def close(self):
                pass
    """,
    "a context that closes its sockets": """
        class C:
            def __init__(self):
                self.own = zmq.Context()  #: fine
                self.s = self.own.socket(zmq.PUSH)  #: fine
                self.t = zmq.Socket(self.own, zmq.PUSH)  #: attribute

            def close(self):
                self.own.destroy()
    """,
    "on the own context, and then on another": """
        class C:
            def __init__(self, ctx):
                self.ctx = ctx
                self.own = zmq.Context()  #: fine
                self.s = self.own.socket(zmq.PUSH)  #: on-path

            def renew(self):
                self.s = self.ctx.socket(zmq.PUSH)  #: attribute

            def close(self):
                self.own.destroy()
    """,
    "on another context, and then on the own one": """
        class C:
            def __init__(self, ctx):
                self.own = zmq.Context()  #: fine
                self.s = ctx.socket(zmq.PUSH)  #: attribute

            def renew(self):
                self.s.close()
                self.s = self.own.socket(zmq.PUSH)  #: fine

            def close(self):
                self.own.destroy()
    """,
    "not known to its context, and then known": """
        class C:
            def __init__(self):
                self.own = zmq.Context()  #: fine
                self.s = zmq.Socket(self.own, zmq.PUSH)  #: attribute

            def renew(self):
                self.s = self.own.socket(zmq.PUSH)  #: on-path

            def close(self):
                self.own.destroy()
    """,
    "closed by what only an overridden method calls": """
        class B:
            s = None

            def __init__(self, ctx):
                self.ctx = ctx

            def _end(self):
                if self.s is not None:
                    self.s.close()

            def close(self):
                self._end()

        class C(B):
            def __init__(self, ctx):
                self.s = ctx.socket(zmq.PUSH)  #: attribute

            def close(self):
                pass

        class D(B):
            def __init__(self, ctx):
                self.s = ctx.socket(zmq.PUSH)  #: fine

            def close(self):
                self._end()
    """,
    "two by one name": """
        class C:
            def __init__(self, ctx):
                self.ctx = ctx
                s = ctx.socket(zmq.PULL)  #: attribute
                self.s = s
                s = ctx.socket(zmq.PUSH)  #: attribute
                self.t = s

            def renew(self):
                self.s.close()
                self.s = self.ctx.socket(zmq.PULL)  #: attribute
    """,
    "lent, and given away": """
        class C:
            def __init__(self, ctx):
                self.s = ctx.socket(zmq.PUSH)  #: attribute
                self.t = ctx.socket(zmq.PUSH)  #: fine

            def look(self):
                return self.s

            def give(self):
                keep(self.t)
    """,
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_what_was_worked_out_by_hand(case: str) -> None:
    text = program(case)
    lots, wrong = compare_classes(text)
    assert not lots.ill
    assert not wrong
    by_line: dict[int, list[str]] = {}
    for (line, _, _), lot in sorted(lots.by_place.items()):
        by_line.setdefault(line, []).append(lot.verdict)
    assert by_line == expected(text)


@pytest.mark.parametrize("first", range(0, SEEDS, CHUNK))
def test_the_linter_agrees_with_every_life(first: int) -> None:
    for seed in range(first, first + CHUNK):
        text, _ = generate_class(seed)
        _, wrong = compare_classes(text, LIMITS)
        assert not wrong, f"seed {seed}: {wrong}\n{text}"


def test_generated_classes_use_every_form() -> None:
    tags: Counter[str] = Counter()
    for seed in range(SEEDS):
        text, used = generate_class(seed)
        tags.update(used)
        if seed < 40:
            assert not lots_of(text, Limits(runs=100)).ill
    assert len(tags) >= 14
    assert min(tags.values()) >= 2, tags
