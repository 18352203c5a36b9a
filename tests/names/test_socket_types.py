"""What is, by the imports, a zmq socket type, and where it may come from."""

import pytest

from names.asking import marked, project, socket_type

DIRECT = [
    ("zmq.PUSH", "PUSH"),
    ("zmq.SocketType.PUSH", "PUSH"),
    ("zmq.constants.PULL", "PULL"),
    ("zmq.constants.SocketType.PULL", "PULL"),
    ("zmq.SocketType.SUB.value", "SUB"),
    ("zmq.XREQ", "DEALER"),
    ("zmq.XREP", "ROUTER"),
    ("zmq.SocketType.XREP", "ROUTER"),
    ("zmq.CHANNEL", "CHANNEL"),
    ("zmq.PUB if x else zmq.SUB", "ANY"),
    ("zmq.PUB if x else zmq.PUB", "PUB"),
    ("zmq.PUB if x else y", "PUB"),
    ("x or zmq.PUB", "PUB"),
    ("{'a': zmq.PUB, 'b': zmq.SUB}[x]", "ANY"),
    ("{'a': zmq.PUB}[x]", "PUB"),
    ("{'a': zmq.PUB}.get(x, zmq.PUB)", "PUB"),
    ("[zmq.PUB, zmq.SUB][x]", "ANY"),
    ("(kind := zmq.PAIR)", "PAIR"),
    ("getattr(zmq, 'PUSH')", "PUSH"),
    ("getattr(zmq, kind.upper())", "ANY"),
    ("getattr(zmq, 'LINGER')", None),
    ("getattr(other, 'PUSH')", None),
    ("zmq.SocketType(x)", "ANY"),
    ("zmq.SocketType[x]", "ANY"),
    ("8", None),
    ("x", None),
    ("x.PUSH", None),
    ("PUSH", None),
    ("zmq.LINGER", None),
    ("zmq.POLLIN", None),
    ("zmq.Context", None),
    ("zmq", None),
    ("None", None),
    ("x if y else z", None),
    ("socket.SOCK_STREAM", None),
]


@pytest.mark.parametrize(("expression", "expected"), DIRECT)
@pytest.mark.parametrize("style", ["import zmq", "import zmq.green as zmq"])
def test_an_expression_by_itself(style: str, expression: str, expected: str | None) -> None:
    assert socket_type(f"import socket\n{style}\nask({expression})") == expected


@pytest.mark.parametrize(
    "code",
    [
        "from zmq import PUSH\nask(PUSH)",
        "from zmq import PUSH as KIND\nask(KIND)",
        "from zmq.constants import PUSH\nask(PUSH)",
        "from zmq import SocketType as T\nask(T.PUSH)",
        "from zmq import *\nask(PUSH)",
        "import zmq\nKIND = zmq.PUSH\nask(KIND)",
        "import zmq\nKIND: int = zmq.PUSH\ndef f(): ask(KIND)",
        "import zmq\ndef f():\n    kind = zmq.PUSH\n    ask(kind)",
        "import zmq\ndef f():\n    kind = None\n    if x: kind = zmq.PUSH\n    ask(kind)",
        "import zmq\ndef f(kind=zmq.PUSH): ask(kind)",
        "import zmq\ndef f(a, /, *, kind=zmq.PUSH): ask(kind)",
        "import zmq\ndef f(kind): ask(kind)\nf(zmq.PUSH)",
        "import zmq\ndef f(a, kind): ask(kind)\nf(1, kind=zmq.PUSH)",
        "import zmq\nclass A:\n    def f(self, kind): ask(kind)\n    def g(self): self.f(zmq.PUSH)",
        "import zmq\nclass A:\n    def __init__(self, kind): ask(kind)\nA(zmq.PUSH)",
        "import zmq\nfor kind in (zmq.PUSH,): ask(kind)",
        "import zmq\ndef f(a, *kinds): [ask(kind) for kind in kinds]\nf(zmq.SUB, zmq.PUSH, zmq.PUSH)",
        "import zmq\nclass B:\n    def __init__(s, k): ask(k)\nclass A(B):\n    def f(s): super().__init__(zmq.PUSH)",
        "import zmq\nclass B:\n    def __init__(s, k): ask(k)\nclass A(B):\n    def f(s): B.__init__(s, zmq.PUSH)",
        "import zmq\nclass B:\n    def __init__(self, k): ask(k)\nclass A(B): ...\nA(zmq.PUSH)",
        "import zmq\n[ask(kind) for kind in [zmq.PUSH]]",
        "import zmq\nfor name, kind in [('a', zmq.PUSH)]: ask(kind)",
        "import zmq\nKINDS = {'a': zmq.PUSH}\nfor name, kind in KINDS.items(): ask(kind)",
        "import zmq\nKINDS = {'a': zmq.PUSH}\nfor kind in KINDS.values(): ask(kind)",
        "import zmq\nKINDS = {'a': zmq.PUSH}\ndef f(x): ask(KINDS[x])",
        "import zmq\nKINDS = {'a': zmq.PUSH}\ndef f(x): ask(KINDS.get(x))",
        "import zmq\nclass A:\n    kind = zmq.PUSH\n    def f(self): ask(self.kind)",
        "import zmq\nclass A:\n    kinds = {'a': zmq.PUSH}\n    def f(self, x): ask(self.kinds[x])",
        "import zmq\nclass A:\n    def __init__(self): self.kind = zmq.PUSH\n    def f(self): ask(self.kind)",
        "import zmq\nclass A:\n    def __init__(self, k=zmq.PUSH): self.kind = k\n    def f(self): ask(self.kind)",
        "import zmq\nclass A:\n    def __init__(self, k): self.kind = k\n    def f(self): ask(self.kind)\nA(zmq.PUSH)",
        "import zmq\nclass B:\n    kind = zmq.PUSH\nclass A(B):\n    def f(self): ask(self.kind)",
        "import zmq\nclass B:\n    kind = None\n    def f(self): ask(self.kind)\nclass A(B):\n    kind = zmq.PUSH",
        "import zmq\nclass A:\n    kind = zmq.PUSH\nask(A.kind)",
        "import zmq\nclass A:\n    kind = zmq.PUSH\nask(A().kind)",
        "import zmq\nclass A:\n    kind = zmq.PUSH\ndef f(a: A): ask(a.kind)",
        "import zmq\n@dataclass\nclass A:\n    kind: int = zmq.PUSH\n    def f(self): ask(self.kind)",
    ],
)
def test_where_a_socket_type_may_come_from(code: str) -> None:
    assert socket_type(code) == "PUSH"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("def f(kind: zmq.SocketType): ask(kind)", "ANY"),
        ("def f(kind): ask(kind)", None),
        ("def f(kind): ask(kind)\nf(8)", None),
        ("def f(kind): ask(kind)\nf(zmq.PUB)\nf(zmq.SUB)", "ANY"),
        ("def f(a, kind): ask(kind)\nf(*zmq.PUB)", None),
        ("class A:\n    def f(self, kind): ask(kind)\nclass B:\n    def f(self, kind): ...\nB().f(zmq.PUB)", None),
        ("class A:\n    @staticmethod\n    def f(kind): ask(kind)\nA.f(zmq.PUB)", "PUB"),
        ("for kind in (zmq.PUB, zmq.SUB): ask(kind)", "ANY"),
        ("def f():\n    kind = kind\n    ask(kind)", None),
        ("a = b or zmq.PUB\nb = a\nask(b)", "PUB"),
        ("a = b\nb = a\nask(a[1])", None),
        ("a = [zmq.PUB, b]\nb = a\nask(b[1])", "PUB"),
        ("def f(n, kind): return ask(kind), g(n, kind)\ndef g(n, kind): f(n, kind)\ng(1, zmq.PUB)", "PUB"),
        ("class A:\n    def f(self): self.kind = self.kind; ask(self.kind)", None),
    ],
)
def test_how_sure_a_socket_type_is(code: str, expected: str | None) -> None:
    assert socket_type(f"import zmq\n{code}") == expected


@pytest.mark.parametrize(
    "client",
    [
        "from .config import KIND\nask(KIND)",
        "from . import config\nask(config.KIND)",
        "import pkg.config\nask(pkg.config.KIND)",
        "from pkg.config import KINDS\nask(KINDS['a'])",
        "from .config import *\nask(KIND)",
        "from .config import Base\nclass A(Base):\n    def f(self): ask(self.kind)",
        "from .config import zmq\nask(zmq.PUSH)",
        "from .config import PUSH\nask(PUSH)",
    ],
)
def test_a_socket_type_from_another_file(client: str, tmp_path) -> None:
    config = """
        import zmq
        from zmq import PUSH
        KIND = zmq.PUSH
        KINDS = {"a": KIND}
        class Base:
            kind = KIND
    """
    program = project(tmp_path, {"pkg/__init__.py": "", "pkg/config.py": config, "pkg/client.py": client})
    names = program.names(tmp_path / "pkg/client.py")
    assert names.socket_type(marked(names)) == "PUSH"


def test_a_socket_type_that_a_caller_in_another_file_passes(tmp_path) -> None:
    files = {
        "pkg/__init__.py": "",
        "pkg/factory.py": "def connect(context, *, kind):\n    return context.socket(ask(kind))",
        "pkg/client.py": "import zmq\nfrom .factory import connect\nconnect(None, kind=zmq.PUSH)",
    }
    program = project(tmp_path, files)
    names = program.names(tmp_path / "pkg/factory.py")
    assert names.socket_type(marked(names)) == "PUSH"
