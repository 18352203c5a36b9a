"""Who talks to whom."""

from __future__ import annotations

from pathlib import Path

from map.drawing import drawn, talks


def one(kind: str, action: str, endpoint: str, name: str = "sock") -> str:
    return f"""
import zmq
def {name}_work(ctx, opts):
    with ctx.socket(zmq.{kind}) as {name}:
        {name}.{action}({endpoint})
"""


def test_a_port_joins_sockets_across_files(tmp_path: Path) -> None:
    files = {
        "server.py": one("PULL", "bind", '"tcp://*:5555"'),
        "client.py": one("PUSH", "connect", '"tcp://localhost:5555"'),
        "other.py": one("PUSH", "connect", '"tcp://localhost:5556"'),
    }
    assert talks(drawn(tmp_path, files)) == [
        ("tcp://localhost:5555 | tcp://*:5555", ["sock_work(): sock"], ["sock_work(): sock"]),
        ("tcp://localhost:5556", [], ["sock_work(): sock"]),
    ]


def test_only_types_that_can_talk_to_each_other_meet(tmp_path: Path) -> None:
    files = {
        "a.py": one("PUB", "bind", '"tcp://*:1"', "pub"),
        "b.py": one("SUB", "connect", '"tcp://localhost:1"', "sub"),
        "c.py": one("REQ", "connect", '"tcp://localhost:1"', "req"),
    }
    assert [(each[1], each[2]) for each in talks(drawn(tmp_path, files))] == [
        (["pub_work(): pub"], ["sub_work(): sub"]),
        ([], ["req_work(): req"]),
    ]


def test_a_name_joins_sockets_if_it_is_not_everybodys(tmp_path: Path) -> None:
    telling = {
        "a.py": one("PUB", "bind", 'f"tcp://*:{opts.publish_port}"', "pub"),
        "b.py": one("SUB", "connect", "f\"tcp://{opts.host}:{opts['publish_port']}\"", "sub"),
    }
    (meeting,) = drawn(tmp_path / "telling", telling).meetings
    assert (meeting.by_name, len(meeting.binding), len(meeting.connecting)) == (True, 1, 1)
    common = {
        "a.py": one("PUB", "bind", 'f"tcp://*:{opts.port}"', "pub"),
        "b.py": one("SUB", "connect", 'f"tcp://localhost:{opts.port}"', "sub"),
    }
    assert len(drawn(tmp_path / "common", common).meetings) == 2


def test_tests_have_sockets_of_their_own(tmp_path: Path) -> None:
    files = {
        "tests/test_a.py": one("PULL", "bind", '"inproc://x"', "a") + one("PUSH", "connect", '"inproc://x"', "c"),
        "tests/test_b.py": one("PULL", "bind", '"inproc://x"', "b"),
    }
    assert [(each[1], each[2]) for each in talks(drawn(tmp_path, files))] == [
        (["a_work(): a"], ["c_work(): c"]),
        (["b_work(): b"], []),
    ]


def test_alternatives_of_the_same_sockets_are_one_meeting(tmp_path: Path) -> None:
    code = one("PULL", "bind", '"ipc://x" if opts else "tcp://*:5"')
    assert talks(drawn(tmp_path, {"a.py": code})) == [("ipc://x | tcp://*:5", ["sock_work(): sock"], [])]
