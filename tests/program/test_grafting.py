"""A tree put together of an earlier one and of what was edited is the tree of the new text."""

from __future__ import annotations

from typing import Any

import pytest
from astroid import nodes
from hypothesis import given, settings
from hypothesis import strategies as st

from pylint_zmq.program.grafting import grafted
from pylint_zmq.program.trees import SourceError, parse_bytes, parse_text

#: Statements of all kinds.
WHOLE = [
    '"""What it is about."""',
    "import zmq",
    "from os import path as p, sep",
    "from x import *",
    "# a comment",
    "",
    "a = 1",
    "a = 1; b = 2",
    "a = 1;",
    "b = (1,\n     2)",
    "x: int = 1",
    "def f(a, b: int = 1, /, *c: int, d, e=2, **g: str) -> int:\n    'docstring'\n    global a, q\n    q = yield a",
    "async def g():\n    async with a as b, c as d: await x\n    return [y async for y in z if y]",
    "@decorated\n@(\n    again)\nclass A(B, metaclass=C, k=1):\n    field: int",
    "class A:\n    'docstring'\n    def method(self): self.a.b[1:2, ::3] = super().method()",
    "if a := b:\n    pass\nelif not a: pass",
    "while True: break",
    "for a, *b in c: continue",
    "try: pass\nexcept (A, B) as e: raise X from e\nfinally: del a, b",
    "with a as b: pass",
    "match a:\n    case {'x': [1, *b], **rest} | C(1, y=2) if b: pass\n    case _: pass",
    "text = f'{a!r:>{b}} {c}'",
    "lambda *a, k=1, **b: {**a, 'x': [*b]}",
    "a += 1 if b and c or d < e <= f else ~g",
]
#: What cannot be parsed by itself, or changes what stands round it.
PARTS = [
    "    # a comment further in",
    "    inside = 1",
    "a = 1 \\",
    "+ 2",
    "(1,",
    ")",
    'text = """',
    "@decorated",
    "else:",
    "else: pass",
    "elif a: pass",
    "x = []  # type: list[int]",
    "x = []  # type: [",
]
#: A text in statements, and edits: where, how many are replaced, and by what.
TEXTS = st.lists(st.sampled_from(WHOLE), min_size=4, max_size=10)
EDITS = st.lists(
    st.tuples(
        st.integers(1, 8),
        st.integers(0, 2),
        st.lists(st.one_of(*[st.sampled_from(WHOLE)] * 4, st.sampled_from(PARTS)), max_size=2),
    ),
    min_size=2,
    max_size=5,
)


def shape(node: object, seen: dict[int, int] | None = None) -> Any:
    """All that a tree holds, and what is the same as what; what is worked out later left out."""
    seen = {} if seen is None else seen
    match node:
        case nodes.NodeNG():
            if id(node) in seen:
                return "again", seen[id(node)]
            seen[id(node)] = len(seen)
            own = {key: value for key, value in vars(node).items() if key not in ("parent", *LATER)}
            held = [(key, shape(own[key], seen)) for key in sorted(own)]
            return type(node).__name__, seen.get(id(node.parent)), held
        case dict():
            return [(shape(key, seen), shape(value, seen)) for key, value in sorted(node.items(), key=str)]
        case tuple() | list():
            return type(node).__name__, [shape(each, seen) for each in node]
        case set():
            return sorted(map(str, node))
    return node if isinstance(node, (str, bytes, int, float, complex, type(None))) else type(node).__name__


LATER = ("fromlineno", "tolineno", "blockstart_tolineno")


def tree(text: str) -> nodes.Module:
    return parse_bytes(text.encode(), "/folder/module.py", "module")


def asked_about(module: nodes.Module) -> nodes.Module:
    """The tree after somebody asked each node for the lines that it works out."""
    for node in module.nodes_of_class(nodes.NodeNG):
        for name in LATER:
            getattr(node, name, None)
    return module


def lines_of(module: nodes.Module) -> list[tuple[int | None, int | None]]:
    return [(node.fromlineno, node.tolineno) for node in module.nodes_of_class(nodes.NodeNG)]


@settings(max_examples=300)
@given(TEXTS, EDITS)
def test_what_is_put_together_is_the_tree_of_the_text(statements, edits):
    known = asked_about(tree("\n".join(statements)))
    for place, count, added in edits:
        edited = [*statements[:place], *added, *statements[place + count :]]
        text = "\n".join(edited)
        try:
            fresh = tree(text)
        except SourceError:
            assert grafted(known, text.encode()) is None
            continue
        found = grafted(known, text.encode())
        if found is not None:
            assert shape(found) == shape(fresh)
            assert lines_of(found) == lines_of(fresh)
        known = asked_about(found or fresh)
        statements = edited


BEFORE = """\
import zmq

A = 1

@one
class B(C, metaclass=D):
    "doc"
    def e(self, *f, **g):
        return self
"""


@pytest.mark.parametrize(
    ("old", "new", "staying"),
    [
        pytest.param("A = 1", "A = 2", 2, id="a statement"),
        pytest.param("A = 1\n", "", 2, id="a statement less"),
        pytest.param("A = 1", "A = 1\n\ndef f():\n    global A\n    A = 2\n", 3, id="statements more"),
        pytest.param("return self", "return (self,\n                1)", 2, id="inside the last one"),
        pytest.param("@one\n", "", 2, id="a decorator"),
        pytest.param("A = 1\n", "A = 1\n# é 漢 🦊\n", 3, id="a comment"),
    ],
)
def test_what_is_not_touched_keeps_its_nodes(old, new, staying):
    known = asked_about(tree(BEFORE))
    statements = set(known.body)
    text = BEFORE.replace(old, new)
    found = grafted(known, text.encode())
    assert found is not None
    assert shape(found) == shape(tree(text))
    assert len(statements.intersection(found.body)) == staying


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("a = 1\nb = 2\n", "a = 1\nb = (\n", id="half typed"),
        pytest.param("a = 1\nb = 2\n", "c = 1\nb = 2\n", id="nothing stays at the beginning"),
        pytest.param("if a:\n    b()\nc = 1\n", "if a:\n    b()\nelse:\n    d()\nc = 1\n", id="belongs to what stays"),
        pytest.param("a = 1\nb = 2\n", 'a = 1\n"doc"\nb = 2\n', id="a string that would be taken for a docstring"),
        pytest.param("a = 1 \\\n\nb = 2\n", "a = 1 \\\n+ 2\nb = 2\n", id="a line that goes on"),
        pytest.param("a = 1; b = 2\nc = 3\n", "a = 1; b = 3\nc = 3\n", id="two on one line"),
        pytest.param("a = 1\nb = 2\n", "a = 1\nx \\\nb = 2\n", id="goes on into what stays"),
        pytest.param("a = 1\nb = []\n", "a = 1\nb = []  # type: [\n", id="a comment that makes others void"),
        pytest.param("a = 1\n", "# coding: latin-1\na = 1\n", id="another encoding"),
    ],
)
def test_where_that_is_not_sure_the_known_tree_is_left_as_it_is(before, after):
    known = tree(before)
    whole = shape(known)
    assert grafted(known, after.encode()) is None
    assert shape(known) == whole


def test_of_a_tree_that_does_not_tell_its_text_nothing_is_kept():
    known = parse_text("a = 1\n\nb = 2\n")
    known.file_bytes = None
    assert grafted(known, b"a = 1\nb = 2\n") is None
