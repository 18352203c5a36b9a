"""The canonical name of what an import brings in, in every style."""

import pytest

from names.asking import qualified

CANONICAL = [
    ("import zmq", "zmq.Context", "zmq.Context"),
    ("import zmq as z", "z.Context", "zmq.Context"),
    ("import zmq", "zmq", "zmq"),
    ("from zmq import Context", "Context", "zmq.Context"),
    ("from zmq import Context as C", "C", "zmq.Context"),
    ("from zmq import Context as C", "C.instance", "zmq.Context.instance"),
    ("import zmq.sugar", "zmq.sugar.Context", "zmq.Context"),
    ("from zmq.sugar.context import Context", "Context", "zmq.Context"),
    ("from zmq.sugar import context", "context.Context.instance", "zmq.Context.instance"),
    ("from zmq.sugar.socket import Socket", "Socket", "zmq.Socket"),
    ("import zmq", "zmq.SyncContext", "zmq.Context"),
    ("import zmq", "zmq.SyncSocket", "zmq.Socket"),
    ("from zmq.devices.basedevice import Context", "Context", "zmq.Context"),
    # Flavours keep their own name.
    ("import zmq.asyncio", "zmq.asyncio.Context", "zmq.asyncio.Context"),
    ("import zmq.asyncio", "zmq.Context", "zmq.Context"),
    ("import zmq.asyncio as zmq", "zmq.Context", "zmq.asyncio.Context"),
    ("import zmq\nimport zmq.asyncio", "zmq.asyncio.Poller", "zmq.asyncio.Poller"),
    ("from zmq import asyncio as azmq", "azmq.Context.instance", "zmq.asyncio.Context.instance"),
    ("from zmq.asyncio import Context, Socket as S", "S", "zmq.asyncio.Socket"),
    ("import zmq.green as zmq", "zmq.Context", "zmq.green.Context"),
    ("import zmq.green as zmq", "zmq.Poller", "zmq.green.Poller"),
    ("from zmq import green", "green.Socket", "zmq.green.Socket"),
    ("from zmq.green.core import _Context", "_Context", "zmq.green.Context"),
    ("from zmq.green import SyncContext", "SyncContext", "zmq.Context"),
    ("from zmq.eventloop.future import Context", "Context", "zmq.eventloop.future.Context"),
    ("from zmq.eventloop import future", "future.Poller", "zmq.eventloop.future.Poller"),
    ("import zmq.backend", "zmq.backend.Socket", "zmq.backend.Socket"),
    # What the green module merely passes on.
    ("import zmq.green as zmq", "zmq.ZMQError", "zmq.ZMQError"),
    ("import zmq.green as zmq", "zmq.PUSH", "zmq.PUSH"),
    ("import zmq.green as zmq", "zmq.proxy", "zmq.proxy"),
    ("import zmq.green as zmq", "zmq.device", "zmq.green.device"),
    ("from zmq.devices import proxy", "proxy", "zmq.proxy"),
    # Errors.
    ("import zmq.error", "zmq.error.ZMQError", "zmq.ZMQError"),
    ("from zmq.error import Again as Busy", "Busy", "zmq.Again"),
    ("from zmq import error", "error.ContextTerminated", "zmq.ContextTerminated"),
    ("from zmq.sugar import ZMQBindError", "ZMQBindError", "zmq.ZMQBindError"),
    # Constants.
    ("import zmq", "zmq.PUSH", "zmq.PUSH"),
    ("import zmq", "zmq.SocketType.PUSH", "zmq.PUSH"),
    ("import zmq", "zmq.constants.PUSH", "zmq.PUSH"),
    ("import zmq", "zmq.constants.SocketType.PUSH", "zmq.PUSH"),
    ("from zmq import SocketType", "SocketType.XREP", "zmq.ROUTER"),
    ("from zmq.constants import SocketOption as O", "O.RCVTIMEO", "zmq.RCVTIMEO"),
    ("from zmq import RCVTIMEO", "RCVTIMEO", "zmq.RCVTIMEO"),
    ("import zmq", "zmq.SocketOption.IDENTITY", "zmq.ROUTING_ID"),
    ("import zmq", "zmq.ContextOption.MAX_SOCKETS", "zmq.MAX_SOCKETS"),
    ("import zmq", "zmq.Event.CONNECTED", "zmq.EVENT_CONNECTED"),
    ("import zmq", "zmq.Flag.NOBLOCK", "zmq.NOBLOCK"),
    ("import zmq", "zmq.SocketType", "zmq.SocketType"),
    ("import zmq", "zmq.SocketType.NONSENSE", "zmq.SocketType.NONSENSE"),
    # Other things of pyzmq.
    ("from zmq.eventloop.zmqstream import ZMQStream", "ZMQStream", "zmq.eventloop.zmqstream.ZMQStream"),
    ("from zmq.green.eventloop import zmqstream", "zmqstream.ZMQStream", "zmq.eventloop.zmqstream.ZMQStream"),
    ("from zmq.devices.basedevice import ThreadDevice", "ThreadDevice", "zmq.devices.ThreadDevice"),
    ("from zmq.devices import proxydevice", "proxydevice.ProcessProxy", "zmq.devices.ProcessProxy"),
    ("from zmq.auth.thread import ThreadAuthenticator", "ThreadAuthenticator", "zmq.auth.thread.ThreadAuthenticator"),
    ("from zmq.auth.base import Authenticator", "Authenticator", "zmq.auth.Authenticator"),
    ("from zmq import ssh", "ssh.tunnel_connection", "zmq.ssh.tunnel.tunnel_connection"),
    ("from zmq.ssh import tunnel", "tunnel.open_tunnel", "zmq.ssh.tunnel.open_tunnel"),
    ("from zmq.decorators import socket", "socket", "zmq.decorators.socket"),
    ("from zmq.log.handlers import PUBHandler", "PUBHandler", "zmq.log.handlers.PUBHandler"),
    # Star imports.
    ("from zmq import *", "Context", "zmq.Context"),
    ("from zmq import *", "PUSH", "zmq.PUSH"),
    ("from zmq import *", "SocketType.PULL", "zmq.PULL"),
    ("from zmq import *", "len", "builtins.len"),
    ("from zmq import *", "asyncio", None),
    ("from zmq.green import *", "Context", "zmq.green.Context"),
    ("from zmq.constants import *", "RCVTIMEO", "zmq.RCVTIMEO"),
    ("from zmq.asyncio import *", "Poller", "zmq.asyncio.Poller"),
    ("from zmq import *\nfrom zmq.asyncio import *", "Context", "zmq.asyncio.Context"),
    ("from zmq.asyncio import *\nfrom zmq import *", "Context", "zmq.Context"),
    ("from zmq.eventloop.future import *", "PUSH", None),
    # Not zmq.
    ("import socket", "socket.socket", "socket.socket"),
    ("import os.path", "os.path.join", "os.path.join"),
    ("import a.b.c as d", "d.f", "a.b.c.f"),
    ("import socket", "socket.error", "builtins.OSError"),
    ("", "IOError", "builtins.OSError"),
    ("", "len", "builtins.len"),
    ("", "zmq", None),
    ("import zmqfoo", "zmqfoo.Context", "zmqfoo.Context"),
]


@pytest.mark.parametrize(("imports", "expression", "expected"), CANONICAL)
def test_an_imported_name_has_its_canonical_name(imports: str, expression: str, expected: str | None) -> None:
    assert qualified(f"{imports}\nask({expression})") == expected


#: Python allows star imports at module level only.
IN_FUNCTIONS = [case for case in CANONICAL if "*" not in case[0]]


@pytest.mark.parametrize(("imports", "expression", "expected"), IN_FUNCTIONS)
def test_an_import_inside_a_function_counts_there(imports: str, expression: str, expected: str | None) -> None:
    body = "\n".join(f"    {line}" for line in (imports or "pass").split("\n"))
    assert qualified(f"def f():\n{body}\n    ask({expression})") == expected


@pytest.mark.parametrize(
    ("imports", "expected"),
    [
        ("try:\n    import zmq\nexcept ImportError:\n    zmq = None", "zmq.Context"),
        ("try:\n    import zmq\nexcept ImportError:\n    zmq = FakeZmq()", "zmq.Context"),
        ("zmq = None\ntry:\n    import zmq\nexcept ImportError:\n    pass", "zmq.Context"),
        ("try:\n    import zmq.green as zmq\nexcept ImportError:\n    import zmq", "zmq.green.Context"),
        (
            "try:\n    from gevent_zeromq import zmq\nexcept ImportError:\n    import zmq.green as zmq",
            "zmq.green.Context",
        ),
        ("if fast:\n    import zmq.green as zmq\nelse:\n    import zmq", "zmq.green.Context"),
        ("from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import zmq", "zmq.Context"),
        ("import pytest\nzmq = pytest.importorskip('zmq')", "zmq.Context"),
        ("import importlib\nzmq = importlib.import_module('zmq.green')", "zmq.green.Context"),
        ("from lib import optional\nzmq = optional('zmq', quiet=True)", "zmq.Context"),
        ("zmq = __import__('zmq')", "zmq.Context"),
        ("import zmq as real\nzmq = real", "zmq.Context"),
        ("import zmq\nzmq = Recorder(zmq)", None),
        ("import zmq\nimport fake\nzmq = fake", None),
        ("import zmq\nfor zmq in modules: pass", None),
        ("import zmq\nwith patched() as zmq: pass", None),
        ("import zmq\ndef patch(fake):\n    global zmq\n    zmq = fake", None),
    ],
)
def test_several_bindings_of_one_name(imports: str, expected: str | None) -> None:
    assert qualified(f"{imports}\nask(zmq.Context)") == expected


@pytest.mark.parametrize(
    ("assignment", "expression", "expected"),
    [
        ("Context = zmq.Context", "Context", "zmq.Context"),
        ("Context: type = zmq.asyncio.Context", "Context", "zmq.asyncio.Context"),
        ("C = D = zmq.Context", "D.instance", "zmq.Context.instance"),
        ("C, S = zmq.Context, zmq.Socket", "S", "zmq.Socket"),
        ("C = zmq.Context\nD = C", "D", "zmq.Context"),
        ("C = zmq.Context\nC = zmq.asyncio.Context", "C", None),
        ("C = zmq.Context\nC = zmq.Context", "C", "zmq.Context"),
        ("C = zmq.Context()", "C", None),
        ("C = zmq.Context()", "C.socket", None),
        ("C = C", "C", None),
        ("C = D\nD = C", "D", None),
        ("if (C := zmq.Context): pass", "C", "zmq.Context"),
    ],
)
def test_an_alias_stands_for_what_it_was_given(assignment: str, expression: str, expected: str | None) -> None:
    assert qualified(f"import zmq\n{assignment}\nask({expression})") == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("connect", "mod.connect"),
        ("Client", "mod.Client"),
        ("Client.close", "mod.Client.close"),
        ("Client.context_class", "zmq.Context"),
        ("Client.kind", "zmq.PUSH"),
    ],
)
def test_what_the_module_defines_is_named_after_it(name: str, expected: str) -> None:
    code = f"""
        import zmq
        def connect(): ...
        class Client:
            context_class = zmq.Context
            kind = zmq.PUSH
            def close(self): ...
        ask({name})
    """
    assert qualified(code) == expected


def test_a_nested_function_is_named_as_python_names_it() -> None:
    assert qualified("def f():\n    def g(): ...\n    ask(g)") == "mod.f.<locals>.g"
