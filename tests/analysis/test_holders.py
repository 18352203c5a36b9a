"""Which names can hold a resource: what a socket receives is data."""

from __future__ import annotations

import pytest

from pylint_zmq.analysis.engine import Engine
from pylint_zmq.names.resolution import ModuleNames
from pylint_zmq.program.trees import parse_text
from pylint_zmq.settings import Settings

PROGRAM = """
import zmq


async def made(ctx, socks):
    sock = ctx.socket(zmq.REQ)
    got = {}
    return {}
"""


@pytest.mark.parametrize(
    ("got", "given", "holds"),
    [
        ("sock.recv()", "got", False),
        ("await sock.recv_multipart(0, copy=False)[1]", "got", False),
        ("sock.recv()", "[sock.recv_json()]", False),
        ("sock.recv_serialized(sock)", "got", True),
        ("sock.recv() or sock", "got", True),
        ("sock.poll()", "got", True),
        ("sock.recv()", "sock", True),
    ],
)
def test_what_is_received_is_data(got: str, given: str, holds: bool) -> None:
    module = parse_text(PROGRAM.format(got, given))
    engine = Engine(ModuleNames(module, None), Settings())
    function = module.body[-1]
    assert ("got" in engine.holders(function, frozenset())) == (holds and given == "got")
    assert engine.creators.gives(function) == holds
