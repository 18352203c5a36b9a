"""Which visible function or class a callee is."""

import pytest

from names.asking import asked, defined, marked, project

BASE = """
class Base:
    def close(self): ...
    def stop(self): ...
class Left(Base):
    def close(self): ...
class Right(Base):
    def close(self): ...
class Both(Left, Right): ...
"""


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("def f(): ...\nask(f)", ["mod.f"]),
        ("async def f(): ...\nask(f)", ["mod.f"]),
        ("class A: ...\nask(A)", ["mod.A"]),
        ("def f(): ...\ng = f\nask(g)", ["mod.f"]),
        ("def f():\n    def g(): ...\n    ask(g)", ["mod.f.<locals>.g"]),
        ("def g(): ...\ndef f():\n    def g(): ...\n    ask(g)", ["mod.f.<locals>.g"]),
        ("def g(): ...\ndef f(g): ask(g)", []),
        ("def g(): ...\ng = wrap(g)\nask(g)", []),
        ("def g(): ...\nfor g in x: ask(g)", []),
        ("if x:\n    def g(): ...\nelse:\n    def g(): ...\nask(g)", ["mod.g", "mod.g"]),
        ("def g(): ...\ntry:\n    from lib import g\nexcept ImportError: pass\nask(g)", []),
        ("import typing\n@typing.overload\ndef g(x: int): ...\ndef g(x): ...\nask(g)", ["mod.g"]),
        ("class A:\n    def f(self): ...\nask(A.f)", ["mod.A.f"]),
        ("class A:\n    class B:\n        def f(self): ...\nask(A.B.f)", ["mod.A.B.f"]),
        ("class A:\n    def f(self): ...\nask(A().f)", ["mod.A.f"]),
        ("class A:\n    def f(self): ...\na = A()\nask(a.f)", ["mod.A.f"]),
        ("class A:\n    def f(self): ...\ndef g(a: A): ask(a.f)", ["mod.A.f"]),
        ("class A:\n    def f(self): ask(self.g)\n    def g(self): ...", ["mod.A.g"]),
        ("class A:\n    def f(self):\n        def h(): ask(self.g)\n    def g(self): ...", ["mod.A.g"]),
        ("class A:\n    def f(self): lambda: ask(self.g)\n    def g(self): ...", ["mod.A.g"]),
        ("class A:\n    @classmethod\n    def f(cls): ask(cls.g)\n    @staticmethod\n    def g(): ...", ["mod.A.g"]),
        ("class A:\n    @classmethod\n    def f(cls): ask(cls)", []),
        ("class A:\n    def f(self): ask(f)", []),
        ("class A:\n    def f(self): ...\n    g = f\n    def h(self): ask(self.g)", ["mod.A.f"]),
        ("class A:\n    g = wrap(f)\n    def h(self): ask(self.g)", []),
        ("class A:\n    def g(self): ...\n    def h(self, x): self.g = x; ask(self.g)", []),
        ("class A:\n    def g(self): ...\n    g = wrap(g)\n    def h(self): ask(self.g)", []),
        (
            "class A:\n    @property\n    def g(self): 1\n    @g.setter\n    def g(self, x): 1\n    def h(s): ask(s.g)",
            ["mod.A.g"],
        ),
        ("class A:\n    def h(self): ask(self.missing)", []),
        ("class A:\n    def h(self): ask(self.x.close)", []),
        ("class A:\n    def h(self): ask(super().h)", []),
        ("import lib\nask(lib.f)", []),
        ("import zmq\nask(zmq.Context)", []),
        ("ask(len)", []),
        ("ask(unknown)", []),
        ("ask((lambda: 1))", []),
    ],
)
def test_a_callee_is_found(code: str, expected: list[str]) -> None:
    assert defined(code) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("ask(Both.close)", ["mod.Left.close"]),
        ("ask(Both.stop)", ["mod.Base.stop"]),
        ("class A(Both):\n    def f(self): ask(self.close)", ["mod.Left.close"]),
        ("class A(Both):\n    def f(self): ask(super().close)", ["mod.Left.close"]),
        ("class A(Both):\n    def close(self): ask(super(A, self).close)", ["mod.Left.close"]),
        ("class A(Both):\n    def close(self):\n        def g(): ask(super().close)", ["mod.Left.close"]),
        ("class A(Unknown, Base):\n    def f(self): ask(self.close)", ["mod.Base.close"]),
        ("class A(Base):\n    def f(self): ask(Base.close)", ["mod.Base.close"]),
        (
            "class A:\n    def f(self): ask(self.g)\n    def g(self): ...\nclass B(A):\n    def g(self): ...",
            ["mod.A.g", "mod.B.g"],
        ),
        ("class A:\n    def f(self): ask(self.g)\nclass B(A):\n    def g(self): ...", ["mod.B.g"]),
        ("class A:\n    def g(self): ...\nclass B(A):\n    def g(self): ...\nask(A().g)", ["mod.A.g"]),
        (
            "class A:\n    def g(self): ...\nclass B(A):\n    def g(self): ...\ndef f(a: A): ask(a.g)",
            ["mod.A.g", "mod.B.g"],
        ),
        ("class A:\n    def g(self): ...\nclass B(A):\n    def g(self): ...\ndef f(b: B): ask(b.g)", ["mod.B.g"]),
        (
            "class A:\n    def g(self): 1\nclass B(A):\n    def g(self): ask(super().g)\nclass C(B):\n    def g(s): 1",
            ["mod.A.g"],
        ),
        ("class A(A):\n    def f(self): ask(self.g)\n    def g(self): ...", ["mod.A.g"]),
        ("class A(Generic[T]):\n    def g(self): ...\nclass B(A[int]):\n    def f(self): ask(self.g)", ["mod.A.g"]),
    ],
)
def test_a_method_is_found_through_bases_and_overrides(code: str, expected: list[str]) -> None:
    assert defined(BASE + code) == expected


def test_a_method_knows_the_class_that_holds_it() -> None:
    names, expr = asked("class A:\n    def close(self): ...\nclass B(A):\n    def f(self): ask(self.close)")
    found = names.definition(expr)
    assert found is not None
    assert found.owner_class is names.module.body[0]


@pytest.mark.parametrize(
    ("client", "expected"),
    [
        ("from .base import close\nask(close)", ["pkg.base.close"]),
        ("from pkg.base import close as c\nask(c)", ["pkg.base.close"]),
        ("from . import base\nask(base.close)", ["pkg.base.close"]),
        ("import pkg.base\nask(pkg.base.close)", ["pkg.base.close"]),
        ("import pkg.base as b\nask(b.Client.stop)", ["pkg.base.Client.stop"]),
        ("from pkg import Client\nask(Client)", ["pkg.base.Client"]),
        ("from pkg import Client\nask(Client.stop)", ["pkg.base.Client.stop"]),
        ("from pkg import Renamed\nask(Renamed)", ["pkg.base.Client"]),
        ("from pkg import *\nask(Client)", ["pkg.base.Client"]),
        ("from .base import Client\nclass A(Client):\n    def f(self): ask(self.stop)", ["pkg.base.Client.stop"]),
        ("from .base import Client\nclass A(Client):\n    def stop(self): ask(super().stop)", ["pkg.base.Client.stop"]),
        ("from .base import Client\nask(Client().stop)", ["pkg.base.Client.stop"]),
        ("from .base import Client\ndef f(c: Client): ask(c.stop)", ["pkg.base.Client.stop", "pkg.more.Special.stop"]),
        ("from .base import missing\nask(missing)", []),
        ("from .missing import close\nask(close)", []),
        ("from ....base import close\nask(close)", []),
    ],
)
def test_a_callee_in_another_file(client: str, expected: list[str], tmp_path) -> None:
    files = {
        "pkg/__init__.py": "from .base import Client\nfrom pkg.base import Client as Renamed",
        "pkg/base.py": "def close(): ...\nclass Client:\n    def stop(self): ...",
        "pkg/more.py": "from pkg import Renamed as R\nclass Special(R):\n    def stop(self): ...",
        "pkg/client.py": client,
    }
    program = project(tmp_path, files)
    names = program.names(tmp_path / "pkg/client.py")
    found = names.definition(marked(names))
    assert [each.qualname for each in (found.candidates if found else ())] == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("class S(zmq.Socket): ...", ("zmq.Socket",)),
        ("class S(zmq.asyncio.Socket): ...", ("zmq.asyncio.Socket", "zmq.Socket")),
        ("class R(zmq.green.Context): ...\nclass S(R): ...", ("mod.R", "zmq.green.Context", "zmq.Context")),
        ("class S(zmq.Socket[bytes]): ...", ("zmq.Socket",)),
        ("class S(lib.Thing, Unknown, make()): ...", ("lib.Thing",)),
        ("class S(S): ...", ()),
        ("class R(S): ...\nclass S(R): ...", ("mod.R",)),
        ("class S: ...", ()),
        ("class S(zmq.Again): ...", ("zmq.Again", "zmq.ZMQError", "zmq.ZMQBaseError", "builtins.Exception")),
    ],
)
def test_bases_through_visible_classes_and_zmq(code: str, expected: tuple[str, ...]) -> None:
    names, _ = asked(f"import zmq, lib\n{code}\nask(S)")
    found = names.bases(names.scopes.module.bindings["S"][-1].node)
    assert tuple(each for each in found if each not in ("builtins.BaseException", "builtins.object")) == expected


@pytest.mark.parametrize(
    ("cls", "of", "expected"),
    [
        ("zmq.Socket", "zmq.Socket", True),
        ("zmq.asyncio.Socket", "zmq.Socket", True),
        ("zmq.Socket", "zmq.asyncio.Socket", False),
        ("zmq.eventloop.future.Context", "zmq.Context", True),
        ("mod.S", "zmq.Socket", True),
        ("mod.S", "zmq.Context", False),
        ("zmq.Again", "zmq.ZMQError", True),
        ("zmq.ZMQBindError", "zmq.ZMQError", False),
        ("zmq.ZMQError", "builtins.OSError", False),
        ("zmq.InterruptedSystemCall", "builtins.OSError", True),
        ("zmq.ZMQError", "builtins.Exception", True),
        ("builtins.TimeoutError", "builtins.OSError", True),
        ("mod.Both", "builtins.OSError", True),
        ("mod.Both", "zmq.ZMQError", True),
        ("lib.Thing", "zmq.Socket", False),
    ],
)
def test_subclasses(cls: str, of: str, expected: bool) -> None:
    names, _ = asked(
        "import zmq\nclass S(zmq.green.Socket): ...\nclass Both(zmq.Again, TimeoutError): ...\nimport zmq.green\nask(S)"
    )
    assert names.is_subclass(cls, of) is expected
