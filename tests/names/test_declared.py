"""Which class an expression is declared, or assigned, to be an instance of."""

import pytest

from names.asking import declared, marked, project

TYPING = "from typing import *\nimport typing as t\nimport zmq\nimport zmq.asyncio\nfrom zmq import Socket\n"


@pytest.mark.parametrize(
    ("annotation", "expected"),
    [
        ("zmq.Context", "zmq.Context"),
        ("Socket", "zmq.Socket"),
        ("zmq.asyncio.Socket", "zmq.asyncio.Socket"),
        ("'zmq.Context'", "zmq.Context"),
        ("'Socket'", "zmq.Socket"),
        ("zmq.Context[zmq.Socket]", "zmq.Context"),
        ("'zmq.Context[zmq.Socket[bytes]]'", "zmq.Context"),
        ("zmq.SyncSocket", "zmq.Socket"),
        ("t.Optional[zmq.Context]", "zmq.Context"),
        ("t.Optional['zmq.Context']", "zmq.Context"),
        ("'t.Optional[zmq.Context]'", "zmq.Context"),
        ("zmq.Context | None", "zmq.Context"),
        ("None | zmq.Context", "zmq.Context"),
        ("'zmq.Context | None'", "zmq.Context"),
        ("t.Union[zmq.Context, None]", "zmq.Context"),
        ("t.Union[zmq.Context, zmq.asyncio.Context]", "zmq.Context"),
        ("zmq.asyncio.Socket | zmq.Socket | None", "zmq.Socket"),
        ("t.Union[zmq.Context, str]", None),
        ("t.Union[zmq.Context, Missing]", None),
        ("t.Union[zmq.Context, t.Any]", None),
        ("t.Annotated[zmq.Context, 'shared']", "zmq.Context"),
        ("t.ClassVar[zmq.Context]", "zmq.Context"),
        ("t.Final[zmq.Context]", "zmq.Context"),
        ("t.ClassVar[t.Optional[zmq.Context]]", "zmq.Context"),
        ("type[zmq.Context]", None),
        ("t.Type[zmq.Context]", None),
        ("t.Any", None),
        ("t.Final", None),
        ("object", "builtins.object"),
        ("list[zmq.Socket]", "builtins.list"),
        ("t.List[zmq.Socket]", "builtins.list"),
        ("t.Dict[str, zmq.Socket]", "builtins.dict"),
        ("'not an annotation ('", None),
        ("''", None),
        ("missing.Thing", None),
        ("x()", None),
        ("Shared", "zmq.Context"),
        ("Box", "mod.Box"),
        ("'Box'", "mod.Box"),
        ("Kind", None),
    ],
)
@pytest.mark.parametrize(
    "place",
    [
        "def f(x: {0}): ask(x)",
        "def f(x: {0} = None): ask(x)",
        "def f(*, x: {0}): ask(x)",
        "def f(x: {0}, /): ask(x)",
        "async def f(x: {0}): ask(x)",
        "def f(x: {0}):\n    def g(): ask(x)",
        "x: {0}\nask(x)",
        "x: {0} = make()\ndef f(): ask(x)",
        "def f():\n    x: {0} = make()\n    ask(x)",
        "class A:\n    x: {0}\n    def f(self): ask(self.x)",
        "class A:\n    x: {0} = None\n    def f(self): self.x = make(); ask(self.x)",
        "class A:\n    def __init__(self): self.x: {0} = make()\n    def f(self): ask(self.x)",
        "class B:\n    x: {0}\nclass A(B):\n    def f(self): ask(self.x)",
        "class A:\n    x: {0}\ndef f(a: A): ask(a.x)",
        "class A:\n    x: {0}\ndef f(): ask(A().x)",
        "def make2() -> {0}: ...\nask(make2())",
        "async def make2() -> {0}: ...\nasync def f(): ask(await make2())",
        "class A:\n    def make(self) -> {0}: ...\n    def f(self): ask(self.make())",
        "class A:\n    @property\n    def x(self) -> {0}: ...\n    def f(self): ask(self.x)",
        "def f(x: {0}):\n    y = x\n    ask(y)",
        "class A:\n    def __init__(self, x: {0}): self.x = x\n    def f(self): ask(self.x)",
        "def f(x: list[{0}]):\n    for y in x: ask(y)",
        "def f(x: dict[str, {0}]): ask(x['a'])",
        "def f(x: dict[str, {0}]):\n    for y in x.values(): ask(y)",
        "def f(x: tuple[int, {0}]): ask(x[1])",
        "def f(x: t.Iterable[{0}]): [ask(y) for y in x]",
        "import contextlib as c\n@c.contextmanager\ndef opened() -> t.Iterator[{0}]: ...\nwith opened() as x: ask(x)",
    ],
)
def test_an_annotation_declares(place: str, annotation: str, expected: str | None) -> None:
    head = TYPING + "class Box: ...\nShared = t.Optional[zmq.Context]\nKind = t.TypeVar('Kind')\n"
    assert declared(head + place.format(annotation)) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("x = zmq.Context()\nask(x)", "zmq.Context"),
        ("x = zmq.Context.instance()\nask(x)", "zmq.Context"),
        ("x = zmq.asyncio.Context.instance()\nask(x)", "zmq.asyncio.Context"),
        ("x = zmq.asyncio.Context.shadow(y)\nask(x)", "zmq.asyncio.Context"),
        ("x = zmq.Context().socket(zmq.PUB)\nask(x)", "zmq.Socket"),
        ("x = zmq.asyncio.Context().socket(zmq.PUB)\nask(x)", "zmq.asyncio.Socket"),
        ("x = zmq.asyncio.Context.instance().socket(kind)\nask(x)", "zmq.asyncio.Socket"),
        ("x = zmq.Context().socket(zmq.PUB, socket_class=zmq.asyncio.Socket)\nask(x)", "zmq.asyncio.Socket"),
        ("def f(ctx): ask(ctx.socket(zmq.PUB))", "zmq.Socket"),
        ("def f(ctx): ask(ctx.socket(1))", None),
        ("def f(ctx): ask(ctx.socket(socket_type=zmq.PUB))", "zmq.Socket"),
        ("def f(ctx): ask(ctx.socket())", None),
        ("import socket\nask(socket.socket(zmq.PUB))", "socket.socket"),
        ("x = zmq.Socket(ctx, zmq.PUB)\nask(x)", "zmq.Socket"),
        ("x = zmq.asyncio.Socket.shadow(y)\nask(x)", "zmq.asyncio.Socket"),
        ("x = zmq.asyncio.Context().socket(zmq.PUB)\nask(x.context)", "zmq.asyncio.Context"),
        ("x = zmq.asyncio.Context().socket(zmq.PUB)\nask(x.get_monitor_socket())", "zmq.asyncio.Socket"),
        ("import copy\nx = zmq.Context()\nask(copy.copy(x))", "zmq.Context"),
        ("x = zmq.Poller()\nask(x)", "zmq.Poller"),
        ("with zmq.Context() as x: ask(x)", "zmq.Context"),
        ("with zmq.Context() as c, c.socket(zmq.PUB) as x: ask(x)", "zmq.Socket"),
        ("from contextlib import closing\nwith closing(zmq.Context()) as x: ask(x)", "zmq.Context"),
        ("with zmq.Context().socket(zmq.PUB).bind(a) as x: ask(x)", None),
        ("def f(c=None):\n    x = c or zmq.Context.instance()\n    ask(x)", "zmq.Context"),
        ("def f(c=None):\n    x = zmq.Context() if c is None else c\n    ask(x)", "zmq.Context"),
        ("x = None\nx = zmq.Context()\nask(x)", "zmq.Context"),
        ("x = zmq.Context()\nx = zmq.Poller()\nask(x)", None),
        ("x = zmq.Context()\nx = zmq.asyncio.Context()\nask(x)", "zmq.Context"),
        ("if (x := zmq.Context()): ask(x)", "zmq.Context"),
        ("x, y = zmq.Context(), zmq.Poller()\nask(y)", "zmq.Poller"),
        ("x, *y = zmq.Context(), zmq.Poller()\nask(y)", None),
        ("x = [zmq.Context()]\nask(x[0])", "zmq.Context"),
        ("x = {'a': zmq.Context()}\nask(x['a'])", "zmq.Context"),
        ("x = [zmq.Context() for y in z]\nfor w in x: ask(w)", "zmq.Context"),
        ("x = []\nask(x)", "builtins.list"),
        ("x = {}\nx['a'] = zmq.Context()\nask(x['a'])", "zmq.Context"),
        ("x = {}\ndef f(k):\n    if k not in x: x[k] = zmq.Context()\n    return x[k]\nask(f(1))", "zmq.Context"),
        ("x = []\ndef f(): x.append(zmq.Context())\nfor y in x: ask(y)", "zmq.Context"),
        ("x = []\ndef f(x): x.append(zmq.Context())\nfor y in x: ask(y)", None),
        ("x = set()\nx.add(zmq.Context())\nfor y in x: ask(y)", "zmq.Context"),
        ("from collections import deque\nx = deque()\nx.append(zmq.Context())\nask(x.popleft())", "zmq.Context"),
        (
            "class A:\n    def f(self): self.x = {}\n    def g(self): self.x[1] = zmq.Context(); ask(self.x[2])",
            "zmq.Context",
        ),
        ("class A:\n    x = {}\n    def g(self, o): o.x[1] = zmq.Context(); ask(self.x[2])", None),
        ("x = {'a': zmq.Context()}\nfor k, v in x.items(): ask(v)", "zmq.Context"),
        ("x = {'a': zmq.Context()}\nfor v in x: ask(v)", None),
        ("def f(): return zmq.Context(), 1\nx, y = f()\nask(x)", "zmq.Context"),
        ("def f(): return zmq.Context(), 1\n*x, y = f()\nask(x)", None),
        ("x, (y, z) = 1, (zmq.Poller(), zmq.Context())\nask(z)", "zmq.Context"),
        ("for x, y in [(1, zmq.Context())]: ask(y)", "zmq.Context"),
        ("from contextlib import ExitStack\nwith ExitStack() as s: ask(s.enter_context(zmq.Context()))", "zmq.Context"),
        ("def f(s): ask(s.get_monitor_socket())", "zmq.Socket"),
        (
            "class A:\n    @staticmethod\n    def f():\n        A.x = zmq.Context()\n        return A.x\nask(A.f())",
            "zmq.Context",
        ),
        ("class A:\n    @classmethod\n    def f(cls): cls.x = zmq.Context()\nask(A.x)", "zmq.Context"),
        ("import contextlib\n@contextlib.contextmanager\ndef f(): yield zmq.Context()\nask(f())", None),
        ("x = dict()\nask(x)", "builtins.dict"),
        ("x = len(y)\nask(x)", None),
        ("try: f()\nexcept zmq.Again as x: ask(x)", "zmq.Again"),
        ("try: f()\nexcept (A, B) as x: ask(x)", None),
        ("x = x\nask(x)", None),
        ("x = y\ny = x\nask(x)", None),
        ("x = y or zmq.Context()\ny = x\nask(y)", "zmq.Context"),
        ("def f(n): return zmq.Context() if n else g(n)\ndef g(n): return f(n - 1)\nask(g(1))", "zmq.Context"),
        ("from typing import Union\nJson = Union[int, 'Json']\ndef f(x: Json): ask(x)", None),
        ("from typing import Optional\nC = Optional['D']\nD = Optional['C']\ndef f(x: D): ask(x)", None),
        ("def f(): return f()\nask(f())", None),
        ("def f(): return zmq.Context()\nask(f())", "zmq.Context"),
        ("def f():\n    def g(): return 1\n    return zmq.Context()\nask(f())", "zmq.Context"),
        ("def f(): yield zmq.Context()\nask(f())", None),
        ("async def f(): return zmq.Context()\nask(f())", None),
        ("async def f(): return zmq.Context()\nasync def g(): ask(await f())", "zmq.Context"),
        ("import queue\nx = queue.Queue()\nask(x)", "queue.Queue"),
        ("x = unknown()\nask(x)", None),
        ("import lib\nx = lib.make()\nask(x)", None),
        ("import lib\nx = lib.Maker()\nask(x)", "lib.Maker"),
        ("import lib\nx = lib.VERSION()\nask(x)", None),
        ("class C(zmq.asyncio.Context): ...\nx = C()\nask(x)", "mod.C"),
        ("class C(zmq.asyncio.Context): ...\nask(C().socket(zmq.PUB))", "zmq.asyncio.Socket"),
        ("class C(zmq.Context): ...\nask(C.instance())", "mod.C"),
        ("class A:\n    def f(self): ask(self)", "mod.A"),
        ("class A:\n    @classmethod\n    def f(cls): ask(cls)", None),
        ("class A:\n    def f(self): self.x = zmq.Context()\n    def g(self): ask(self.x)", "zmq.Context"),
        (
            "class A:\n    def f(self): self.x = None\n    def g(self): self.x = zmq.Context(); ask(self.x)",
            "zmq.Context",
        ),
        ("class B:\n    def f(self): self.x = zmq.Context()\nclass A(B):\n    def g(self): ask(self.x)", "zmq.Context"),
        ("class A:\n    def f(self, o): o.x = zmq.Context()\n    def g(self): ask(self.x)", None),
        ("class A:\n    x = zmq.Context()\n    def g(self): ask(self.x)", "zmq.Context"),
        (
            "class A:\n    def f(self, c=None): self.x = c or zmq.Context()\n    def g(self): ask(self.x.socket(1))",
            "zmq.Socket",
        ),
        ("class A:\n    def f(self):\n        with zmq.Context() as self.x: ask(self.x)", "zmq.Context"),
        ("class A:\n    @property\n    def x(self): return zmq.Context()\n    def g(self): ask(self.x)", "zmq.Context"),
        ("class A:\n    def x(self): return zmq.Context()\n    def g(self): ask(self.x)", None),
        ("class A:\n    def __enter__(self): return self\nwith A() as x: ask(x)", "mod.A"),
        ("class A:\n    def __enter__(self): return zmq.Context()\nwith A() as x: ask(x)", "zmq.Context"),
        (
            "class A:\n    async def __aenter__(self): return self\nasync def f():\n    async with A() as x: ask(x)",
            "mod.A",
        ),
        ("class A:\n    def __enter__(self): return self\nasync def f():\n    async with A() as x: ask(x)", None),
        ("class B:\n    def __enter__(self): return self\nclass A(B): ...\nwith A() as x: ask(x)", "mod.A"),
        (
            "import contextlib as c\n@c.contextmanager\ndef f(): yield zmq.Context()\nwith f() as x: ask(x)",
            "zmq.Context",
        ),
        ("def f(c=zmq.Context.instance()): ask(c)", "zmq.Context"),
        ("x = zmq.Context()\ndef f(x): ask(x)", None),
        ("ctx = None\ndef f():\n    global ctx\n    ctx = zmq.Context()\ndef g(): ask(ctx)", "zmq.Context"),
        ("from typing import Self\nclass A:\n    def f(self) -> Self: ...\ndef g(a: A): ask(a.f())", "mod.A"),
        ("class A:\n    def f(self) -> 'A': ...\ndef g(a: A): ask(a.f().f())", "mod.A"),
        (
            "class A:\n    def f(self): return zmq.Context()\nclass B(A):\n    def f(self): return C()\nask(A().f())",
            "zmq.Context",
        ),
    ],
)
def test_an_assignment_declares(code: str, expected: str | None) -> None:
    assert declared(f"import zmq\nimport zmq.asyncio\n{code}") == expected


@pytest.mark.parametrize(
    ("client", "expected"),
    [
        ("from .base import shared\nask(shared)", "zmq.asyncio.Context"),
        ("from . import base\nask(base.shared)", "zmq.asyncio.Context"),
        ("from .base import make\nask(make())", "zmq.asyncio.Context"),
        ("from .base import Client\nask(Client().ctx)", "zmq.asyncio.Context"),
        ("from .base import Client\ndef f(c: Client): ask(c.ctx)", "zmq.asyncio.Context"),
        ("from .base import Client\ndef f(c: 'Client'): ask(c)", "pkg.base.Client"),
        ("from .base import Client\nclass A(Client):\n    def f(self): ask(self.ctx)", "zmq.asyncio.Context"),
        ("from .base import Maybe\ndef f(c: Maybe): ask(c)", "zmq.asyncio.Context"),
        ("from .base import annotated\nask(annotated)", "zmq.asyncio.Context"),
        ("from .base import Context\nask(Context())", "zmq.asyncio.Context"),
    ],
)
def test_a_declaration_in_another_file(client: str, expected: str, tmp_path) -> None:
    base = """
        from typing import Optional
        import zmq.asyncio as zmq
        from zmq.asyncio import Context
        shared = zmq.Context()
        annotated: "zmq.Context" = unknown()
        Maybe = Optional[zmq.Context]
        def make() -> zmq.Context: ...
        class Client:
            def __init__(self): self.ctx = zmq.Context()
    """
    program = project(tmp_path, {"pkg/__init__.py": "", "pkg/base.py": base, "pkg/client.py": client})
    names = program.names(tmp_path / "pkg/client.py")
    assert names.declared(marked(names)) == expected
