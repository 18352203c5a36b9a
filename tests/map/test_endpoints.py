"""What an endpoint is, as far as the text of the program tells."""

from __future__ import annotations

from pathlib import Path

import pytest

from map.drawing import drawn, endpoints, only

EXPRESSIONS = {
    '"tcp://localhost:5555"': ["tcp://localhost:5555"],
    'b"tcp://localhost:5555"': ["tcp://localhost:5555"],
    'f"tcp://{HOST}:{PORT}"': ["tcp://localhost:5555"],
    '"tcp://%s:%d" % (HOST, PORT)': ["tcp://localhost:5555"],
    '"tcp://" + HOST + ":" + str(PORT)': ["tcp://localhost:5555"],
    '"tcp://{}:{}".format(HOST, PORT)': ["tcp://localhost:5555"],
    '"tcp://{0}:{port}".format(HOST, port=PORT + 1)': ["tcp://localhost:5556"],
    'f"tcp://{HOST}:{port}"': ["tcp://localhost:{port}"],
    '"tcp://%s:%s" % port': ["{'tcp://%s:%s' % port}"],
    'ADDRESS if port else f"ipc://{port}"': ["ipc://{port}", "tcp://*:1"],
    'os.environ.get("ADDR", "tcp://*:7")': ["tcp://*:7"],
    'os.environ.get("ADDR")': ["{$ADDR}"],
    'port["address"]': ["{address}"],
    "port.address": ["{address}"],
    'port.get("address")': ["{address}"],
    "address()": ["ipc:///tmp/made"],
    "unknown()": ["{unknown()}"],
    "Config.ADDRESS": ["tcp://*:2"],
    "None": [],
}


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_constants_are_resolved(expression: str, tmp_path: Path) -> None:
    code = f"""
        import os
        import zmq
        HOST = "localhost"
        PORT = 5555
        ADDRESS = "tcp://*:1"

        class Config:
            ADDRESS = "tcp://*:2"

        def address():
            return "ipc:///tmp/made"

        def work(port):
            with zmq.Context() as ctx, ctx.socket(zmq.PUSH) as sock:
                sock.connect({expression})
        """
    found = only(drawn(tmp_path, {"code.py": code}))
    assert endpoints(found) == [f"connect {each}" for each in EXPRESSIONS[expression]]


def test_constants_come_from_files_that_do_not_mention_zmq(tmp_path: Path) -> None:
    files = {
        "app/__init__.py": "",
        "app/ports.py": "BASE = 5000\nEVENTS = BASE + 7\n",
        "app/pub.py": """
            import zmq
            from app.ports import EVENTS

            def work(ctx):
                sock = ctx.socket(zmq.PUB)
                sock.bind(f"tcp://*:{EVENTS}")
                sock.close()
            """,
    }
    assert endpoints(only(drawn(tmp_path, files))) == ["bind tcp://*:5007"]


def test_parameters_are_what_callers_pass(tmp_path: Path) -> None:
    files = {
        "app.py": """
            import zmq

            class Client:
                def __init__(self, address="tcp://localhost:1"):
                    self.address = address
                    self.sock = zmq.Context.instance().socket(zmq.REQ)
                    self.sock.connect(self.address)

                def close(self):
                    self.sock.close()

            Client(address="tcp://localhost:2").close()
            """
    }
    found = only(drawn(tmp_path, files))
    assert endpoints(found) == ["connect tcp://localhost:1", "connect tcp://localhost:2"]
    assert found.owner == "Client.sock"


def test_parameters_are_what_a_thread_is_started_with(tmp_path: Path) -> None:
    code = """
        import asyncio, threading
        import zmq

        class Worker:
            def run(self, number, address):
                with zmq.Context.instance().socket(zmq.PULL) as sock:
                    sock.connect(address)

        def start(pool, worker):
            threading.Thread(target=Worker().run, args=(1, "tcp://a:1")).start()
            pool.submit(Worker().run, 2, "tcp://b:1")
            threading.Thread(None, Worker().run, "name", (3, "tcp://c:1")).start()
        """
    found = endpoints(only(drawn(tmp_path, {"code.py": code})))
    assert found == ["connect tcp://a:1", "connect tcp://b:1", "connect tcp://c:1"]


def test_a_helper_binds_each_socket_to_its_own_endpoint(tmp_path: Path) -> None:
    files = {
        "app.py": """
            import zmq

            def attach(sock, address):
                sock.bind(address)

            def work(ctx):
                with ctx.socket(zmq.PUB) as events, ctx.socket(zmq.PULL) as jobs:
                    attach(events, "tcp://*:1")
                    attach(address="tcp://*:2", sock=jobs)
            """
    }
    whole = drawn(tmp_path, files)
    assert [(each.kind, endpoints(each)) for each in whole.creations] == [
        ("PUB", ["bind tcp://*:1"]),
        ("PULL", ["bind tcp://*:2"]),
    ]


@pytest.mark.parametrize(
    ("bind", "ask"),
    [
        ('sink.bind("ipc://*")', "sink.getsockopt(zmq.LAST_ENDPOINT)"),
        ('sink.bind("tcp://*:*")', "sink.last_endpoint"),
        ('port = sink.bind_to_random_port("tcp://*")', 'f"tcp://localhost:{port}"'),
    ],
)
def test_what_the_system_chooses_leads_to_who_is_bound_there(bind: str, ask: str, tmp_path: Path) -> None:
    code = f"""
        import zmq

        def work(ctx):
            with ctx.socket(zmq.PULL) as sink, ctx.socket(zmq.PULL) as other, ctx.socket(zmq.PUSH) as source:
                other.{bind.rpartition("sink.")[2]}
                {bind}
                source.connect({ask})
        """
    whole = drawn(tmp_path, {"code.py": code})
    met = [each for each in whole.meetings if each.connecting]
    assert [(each.binding, each.connecting, each.by_name) for each in met] == [((0,), (2,), False)]


def test_loops_and_cycles_of_names_end(tmp_path: Path) -> None:
    code = """
        import zmq
        A = B
        B = A

        def work(ctx, deep):
            with ctx.socket(zmq.PUSH) as sock:
                sock.connect(A)
                for address in ("tcp://a:1", "tcp://b:1"):
                    sock.connect(address)
                deep = deep + "x"
                sock.connect(deep)
        """
    found = endpoints(only(drawn(tmp_path, {"code.py": code})))
    assert {"connect tcp://a:1", "connect tcp://b:1"} <= set(found)
