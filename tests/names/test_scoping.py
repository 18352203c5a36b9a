"""A name means what Python would find, where it stands."""

import pytest
from astroid import nodes

from names.asking import asked, qualified
from pylint_zmq.names.scopes import captured_names, free_names, local_names
from pylint_zmq.program.trees import parse_text

HIDDEN = [
    "def f(zmq):\n    ask(zmq.Context)",
    "def f(*zmq):\n    ask(zmq.Context)",
    "def f(**zmq):\n    ask(zmq.Context)",
    "def f(*, zmq=None):\n    ask(zmq.Context)",
    "def f(zmq, /):\n    ask(zmq.Context)",
    "def f():\n    zmq = mock()\n    ask(zmq.Context)",
    "def f():\n    ask(zmq.Context)\n    zmq = mock()",
    "def f():\n    for zmq in g(): ask(zmq.Context)",
    "def f():\n    with g() as zmq: ask(zmq.Context)",
    "def f():\n    with g() as (zmq, _): ask(zmq.Context)",
    "def f():\n    try: g()\n    except E as zmq: ask(zmq.Context)",
    "def f():\n    if (zmq := g()): ask(zmq.Context)",
    "def f():\n    [zmq := x for x in g()]\n    ask(zmq.Context)",
    "def f(x):\n    match x:\n        case {'k': zmq}: ask(zmq.Context)",
    "def f(x):\n    match x:\n        case [*zmq]: ask(zmq.Context)",
    "def f():\n    zmq, x = g()\n    ask(zmq.Context)",
    "def f():\n    def zmq(): ...\n    ask(zmq.Context)",
    "def f():\n    zmq += 1\n    ask(zmq.Context)",
    "def f():\n    zmq = mock()\n    def g():\n        ask(zmq.Context)",
    "def f(zmq):\n    return lambda: ask(zmq.Context)",
    "lambda zmq: ask(zmq.Context)",
    "[ask(zmq.Context) for zmq in g()]",
    "{k: ask(zmq.Context) for k, zmq in g()}",
    "class A:\n    zmq = mock()\n    ask(zmq.Context)",
    "async def f(zmq):\n    ask(zmq.Context)",
    "def f():\n    zmq = 1\n    def g():\n        nonlocal zmq\n        ask(zmq.Context)",
    "def f():\n    def g():\n        nonlocal zmq\n        zmq = mock()\n    import zmq\n    ask(zmq.Context)",
]


@pytest.mark.parametrize("code", HIDDEN)
def test_a_local_name_hides_the_import(code: str) -> None:
    assert qualified(f"import zmq\n{code}") not in ("zmq.Context", "zmq.asyncio.Context")


VISIBLE = [
    "def f(x=ask(zmq.Context), zmq=None): ...",
    "def f(zmq: ask(zmq.Context)): ...",
    "def f(zmq) -> ask(zmq.Context): ...",
    "@ask(zmq.Context)\ndef f(zmq): ...",
    "lambda zmq=ask(zmq.Context): 1",
    "class A:\n    zmq = None\n    def f(self):\n        ask(zmq.Context)",
    "class A(ask(zmq.Context)):\n    zmq = None",
    "@ask(zmq.Context)\nclass A:\n    zmq = None",
    "[zmq for zmq in ask(zmq.Context)]",
    "[x for y in g() for x in ask(zmq.Context)]",
    "class A:\n    zmq = None\n    x = [ask(zmq.Context) for y in g()]",
    "def f():\n    zmq = 1\n    def g():\n        global zmq\n        ask(zmq.Context)",
    "def f():\n    def g(zmq): ...\n    ask(zmq.Context)",
    "def f():\n    [zmq for zmq in g()]\n    ask(zmq.Context)",
    "def f():\n    x.zmq = 1\n    ask(zmq.Context)",
    "def f():\n    zmq: object\n    import zmq\n    ask(zmq.Context)",
]


@pytest.mark.parametrize("code", VISIBLE)
def test_a_name_bound_in_another_scope_hides_nothing(code: str) -> None:
    assert qualified(f"import zmq\n{code}") == "zmq.Context"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("class A:\n    cls = zmq.Context\n    def f(self): ask(self.cls)", "zmq.Context"),
        ("class A:\n    cls = zmq.Context\n    @classmethod\n    def f(cls): ask(cls.cls)", "zmq.Context"),
        ("class A:\n    cls = zmq.Context\n    @staticmethod\n    def f(self): ask(self.cls)", None),
        ("class A:\n    cls = zmq.Context\n    def f(self, other): ask(other.cls)", None),
        ("class A:\n    cls = zmq.Context\n    def f(self):\n        def g(): ask(self.cls)", "zmq.Context"),
        ("class A:\n    cls = zmq.Context\n    def f(self):\n        self = x\n        ask(self.cls)", None),
        ("class A:\n    cls = zmq.Context\n    def f(self): ask(self.cls)\n    def g(self, c): self.cls = c", None),
        ("class B:\n    cls = zmq.Context\nclass A(B):\n    def f(self): ask(self.cls)", "zmq.Context"),
        ("class B:\n    cls = zmq.Context\nclass A(B):\n    cls = g()\n    def f(self): ask(self.cls)", None),
        ("class A:\n    def f(self): ask(self.ctx)", None),
    ],
)
def test_self_gives_what_the_class_body_names(code: str, expected: str | None) -> None:
    assert qualified(f"import zmq\n{code}") == expected


def function(code: str) -> nodes.FunctionDef:
    return parse_text(code).body[0]


@pytest.mark.parametrize(
    ("code", "free"),
    [
        ("def f(a, *b, c=d, **e): return a, b, c, e, g", {"g"}),
        ("def f():\n    x = y\n    return x", {"y"}),
        ("def f():\n    global x\n    x = 1", {"x"}),
        ("def f():\n    def g(): return z\n    z = 1", set()),
        ("def f():\n    return [x + y for x in z]", {"y", "z"}),
        ("def f():\n    return lambda a: a + b", {"b"}),
        ("def f():\n    class A:\n        b = 1\n        def g(self): return b", {"b"}),
        ("def f():\n    import os.path as p\n    from q import r\n    return p, r, s", {"s"}),
        ("def f():\n    del x", set()),
        ("def f():\n    for a, (b, *c) in d: a.e = b[c]", {"d"}),
    ],
)
def test_free_names_are_those_taken_from_outside(code: str, free: set[str]) -> None:
    assert free_names(function(code)) == free


@pytest.mark.parametrize(
    ("code", "captured"),
    [
        ("def f(a, b):\n    return lambda: a", {"a"}),
        ("def f(a):\n    def g():\n        def h(): return a", {"a"}),
        ("def f(a):\n    def g(a): return a", set()),
        ("def f(a):\n    return [a for x in y]", set()),
        ("def f(a):\n    return [lambda: (a, x) for x in y]", {"a"}),
        ("def f(a):\n    class A:\n        b = a", {"a"}),
        ("def f(a):\n    class A:\n        def g(self): return a", {"a"}),
        ("def f(a):\n    def g():\n        nonlocal a\n        a = 1", {"a"}),
        ("def f(a):\n    def g(x=a): return x", set()),
        ("def f(a):\n    async def g(): await a", {"a"}),
    ],
)
def test_captured_names_are_those_a_nested_function_holds(code: str, captured: set[str]) -> None:
    assert captured_names(function(code)) == captured


def test_local_names_are_bound_here_or_are_parameters() -> None:
    code = """
def f(a, /, b, *c, d, **e):
    global g
    g = h = 1
    i.j = 2
    import k.l
    for m in n: pass
    [o for o in p]
    def q(): r = 1
    """
    assert local_names(function(code)) == {"a", "b", "c", "d", "e", "h", "k", "m", "q"}


def test_a_nonlocal_name_belongs_to_the_function_round_it() -> None:
    names, _ = asked("def f():\n    def g():\n        nonlocal x\n        x = 1\n    x = 2\n    ask(x)")
    outer = names.module.body[0]
    assert len(names.scopes.by_node[outer].bindings["x"]) == 2
    assert local_names(outer.body[0]) == frozenset()
