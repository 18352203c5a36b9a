"""A container that gets a socket for each new key is reported, and one that something keeps small is not."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from errors.reporting import PRELUDE, marked
from pylint_zmq import starvation
from pylint_zmq.analysis.engine import Engine
from pylint_zmq.analysis.findings import Finding
from pylint_zmq.names.resolution import ModuleNames
from pylint_zmq.program import Program
from pylint_zmq.program.trees import parse_file, parse_text
from pylint_zmq.settings import Settings

SYMBOL = "zmq-unbounded-sockets"


def findings(code: str, symbol: str = SYMBOL) -> list[Finding]:
    return found_in(ModuleNames(parse_text(PRELUDE + dedent(code), modname="mod")), symbol)


def found_in(names: ModuleNames, symbol: str = SYMBOL) -> list[Finding]:
    return [each for each in starvation.findings(Engine(names, Settings())) if each.symbol == symbol]


def reported(code: str, symbol: str = SYMBOL) -> list[tuple[int, str]]:
    return [(each.node.lineno, each.symbol) for each in findings(code, symbol)]


#: A class with one method that sends, and what else it does.
CLASS = """
class Fanout:
    def __init__(self, ctx):
        self.ctx = ctx
        self.peers = {empty}

    def send(self, peer, message):
        {body}
{rest}
    def close(self):
        for sock in self.peers.values():
            sock.close()
        self.peers.clear()
"""
MISSING = """if peer not in self.peers:
            self.peers[peer] = self.ctx.socket(zmq.PUSH)  # [zmq-unbounded-sockets]
        self.peers[peer].send(message)
"""


def fanout(body: str = MISSING, rest: str = "", empty: str = "{}") -> str:
    return CLASS.format(body=body, rest=rest, empty=empty)


GROWS = {
    "missing": fanout(),
    "get": fanout(
        """sock = self.peers.get(peer)
        if sock is None:
            sock = self.ctx.socket(zmq.PUSH)  # [zmq-unbounded-sockets]
            sock.connect(peer)
            self.peers[peer] = sock
        sock.send(message)
"""
    ),
    "key made of parameters": fanout(
        """path = "tcp://" + peer
        if path not in self.peers:
            self.peers[path] = self.ctx.socket(zmq.PUSH)  # [zmq-unbounded-sockets]
        self.peers[path].send(message)
"""
    ),
    "ordered": fanout(empty="collections.OrderedDict()").replace("\nclass", "import collections\nclass", 1),
    "factory": fanout(
        """if peer not in self.peers:
            self.peers[peer] = make(self.ctx, peer)  # [zmq-unbounded-sockets]
        self.peers[peer].send(message)
""",
        "\ndef make(ctx, peer):\n    sock = ctx.socket(zmq.PUSH)\n    sock.connect(peer)\n    return sock\n",
    ).replace("    def close(self):", "class Rest(Fanout):\n    def close(self):"),
    "of the module": """
        PEERS = {}

        def send(ctx, peer, message):
            if peer not in PEERS:
                PEERS[peer] = ctx.socket(zmq.PUSH)  # [zmq-unbounded-sockets]
            PEERS[peer].send(message)
        """,
    "list in an endless loop": """
        class Server:
            def __init__(self):
                self.socks = []

            def serve(self, queue):
                while True:
                    sock = self.ctx.socket(zmq.SUB)  # [zmq-unbounded-sockets]
                    sock.connect(queue.get())
                    self.socks.append(sock)
        """,
    "handler of messages": """
        class Server:
            def __init__(self, stream):
                self.socks = []
                stream.on_recv(self.welcome)

            def welcome(self, frames):
                sock = self.ctx.socket(zmq.SUB)  # [zmq-unbounded-sockets]
                self.socks.append(sock)
        """,
}

BOUNDED = {
    "taken out by its key": fanout(rest="\n    def drop(self, peer):\n        self.peers.pop(peer).close()\n"),
    "deleted": fanout(rest="\n    def drop(self, old):\n        del self.peers[old]\n"),
    "closed by its key": fanout(rest="\n    def disconnect(self, peer):\n        self.peers.pop(peer).close()\n"),
    "swept": fanout(rest="\n    def tick(self):\n        self.peers.clear()\n"),
    "made anew": fanout(rest="\n    def tick(self):\n        self.peers = {}\n"),
    "counted": fanout(MISSING.replace("if peer", "if len(self.peers) < 99 and peer")),
    "given away": fanout(rest="\n    def tick(self):\n        prune(self.peers)\n"),
    "a cache": fanout(empty="cachetools.LRUCache(10)"),
    "keyed by a rank": fanout()
    .replace("peer,", "peer_rank,")
    .replace("peer not", "peer_rank not")
    .replace("[peer]", "[peer_rank]"),
    "constant key": fanout().replace("peer not", '"a" not').replace("[peer]", '["a"]'),
    "only at the beginning": """
        class Fanout:
            def __init__(self, peers):
                self.peers = {}
                for peer in peers:
                    self.add(peer)

            def add(self, peer):
                if peer not in self.peers:
                    self.peers[peer] = self.ctx.socket(zmq.PUSH)
        """,
    "registered by who uses it": """
        class Fanout:
            def __init__(self):
                self.peers = {}

            def add(self, peer):
                self.peers[peer] = self.ctx.socket(zmq.PUSH)
        """,
    "one for each thread": """
        import threading

        class Fanout:
            def __init__(self):
                self.socks = {}

            def sock(self, endpoint):
                key = (threading.get_ident(), endpoint)
                if key not in self.socks:
                    self.socks[key] = self.ctx.socket(zmq.PUSH)
                return self.socks[key]
        """,
    "local": """
        def send(ctx, jobs):
            socks = {}
            while True:
                peer = jobs.get()
                if peer not in socks:
                    socks[peer] = ctx.socket(zmq.PUSH)
        """,
    "no socket": """
        class Fanout:
            def __init__(self):
                self.peers = {}

            def send(self, peer):
                if peer not in self.peers:
                    self.peers[peer] = object()
        """,
}


@pytest.mark.parametrize("name", GROWS)
def test_a_container_that_only_grows_is_reported(name: str) -> None:
    assert reported(GROWS[name]) == marked(GROWS[name])


@pytest.mark.parametrize("name", BOUNDED)
def test_a_container_that_is_kept_small_is_silent(name: str) -> None:
    assert reported(BOUNDED[name]) == []


def test_what_other_files_take_out_counts(tmp_path: Path) -> None:
    (tmp_path / "fanout.py").write_text(PRELUDE + fanout())
    names = ModuleNames(parse_file(tmp_path / "fanout.py"), Program(tmp_path.resolve()))
    assert [each.symbol for each in found_in(names)] == [SYMBOL]
    (tmp_path / "prune.py").write_text(
        "import zmq\nfrom fanout import Fanout\n\ndef prune(fanout: Fanout, old):\n    fanout.peers.pop(old).close()\n"
    )
    names = ModuleNames(parse_file(tmp_path / "fanout.py"), Program(tmp_path.resolve()))
    assert found_in(names) == []


#: A class whose instances own a socket, and one that makes such an instance for each peer.
OWNER = """
class Peer{bases}:
    def __init__(self, ctx, endpoint):
        {made}
        self.endpoint = endpoint

    def send(self, message):
        self.sock.send(message)

    def {release}(self):
        self.sock.close()


class Fanout:
    def __init__(self, ctx):
        self.ctx = ctx
        self.peers = {{}}

    def send(self, endpoint, message):
        {body}
        self.peers[endpoint].send(message)
{rest}
    def close(self):
        for peer in self.peers.values():
            peer.close()
"""
MISSING_OWNER = """if endpoint not in self.peers:
            self.peers[endpoint] = Peer(self.ctx, endpoint)  # [zmq-unbounded-sockets]"""


def owners(
    body: str = MISSING_OWNER,
    rest: str = "",
    made: str = "self.sock = ctx.socket(zmq.PUSH)",
    bases: str = "",
    release: str = "close",
) -> str:
    return OWNER.format(body=body, rest=rest, made=made, bases=bases, release=release)


OWNERS_GROW = {
    "missing": owners(),
    "a context of its own": owners(made="self.own = zmq.Context(); self.sock = self.own.socket(zmq.PUSH)"),
    "by a factory": owners(MISSING_OWNER.replace("Peer(", "make("))
    + "\ndef make(ctx, endpoint):\n    return Peer(ctx, endpoint)\n",
    "got": owners(
        """peer = self.peers.get(endpoint)
        if peer is None:
            peer = Peer(self.ctx, endpoint)  # [zmq-unbounded-sockets]
            self.peers[endpoint] = peer"""
    ),
    "an owner of owners": owners(MISSING_OWNER.replace("Peer(", "Pair("))
    + """
class Pair:
    def __init__(self, ctx, endpoint):
        self.peer = Peer(ctx, endpoint)

    def close(self):
        self.peer.close()
""",
}

OWNERS_BOUNDED = {
    "taken out": owners(rest="\n    def drop(self, endpoint):\n        self.peers.pop(endpoint).close()\n"),
    "closed where it stays": owners(rest="\n    def drop(self, endpoint):\n        self.peers[endpoint].close()\n"),
    "got and closed where it stays": owners(
        rest="\n    def drop(self, old):\n        peer = self.peers.get(old)\n        if peer:\n"
        "            peer.close()\n"
    ),
    "swept": owners(
        rest="\n    def tick(self):\n        for peer in self.peers.values():\n            if peer.idle:\n"
        "                peer.close()\n"
    ),
    "its socket is borrowed": owners(made="self.sock = ctx"),
    "filled later": owners(made="self.ctx = ctx").replace(
        "        self.sock.send(m", "        self.sock = self.ctx.socket(zmq.PUSH)\n        self.sock.send(m"
    ),
    "a thread that closes what it has": owners(bases="(threading.Thread)", release="run").replace(
        "class Peer", "import threading\nclass Peer"
    ),
    "a factory that gives what it has": owners(MISSING_OWNER.replace("Peer(self.ctx, endpoint)", "LAST"))
    + "\nLAST = Peer(zmq.Context.instance(), 'tcp://a:1')\n",
    "gives itself back": owners(MISSING_OWNER.replace("endpoint)", "self)"))
    .replace("ctx, endpoint", "ctx, home")
    .replace("self.endpoint = endpoint", "self.home = home")
    .replace("        self.sock.close()", "        self.sock.close()\n        self.home.peers.pop(1)", 1),
}


@pytest.mark.parametrize("name", OWNERS_GROW)
def test_a_container_of_objects_that_own_sockets_is_reported(name: str) -> None:
    assert reported(OWNERS_GROW[name]) == marked(OWNERS_GROW[name])


@pytest.mark.parametrize("name", OWNERS_BOUNDED)
def test_a_container_of_objects_that_are_released_or_own_nothing_yet_is_silent(name: str) -> None:
    assert reported(OWNERS_BOUNDED[name]) == []


LIMIT = """
        class Gateway:
            def __init__(self):
                self.ctx = zmq.Context()
                {limit}

            def serve(self, queue):
                while True:
                    sock = self.ctx.socket(zmq.SUB)
                    self.start(sock, queue.get())
        """


@pytest.mark.parametrize(
    ("limit", "count"),
    [
        ("", 1),
        ("self.ctx.setsockopt(zmq.MAX_SOCKETS, 9)", 1),
        ("self.ctx.max_sockets = 9", 0),
        ("self.ctx.set(zmq.MAX_SOCKETS, 9)", 0),
    ],
)
def test_a_context_without_a_limit_is_reported(limit: str, count: int) -> None:
    found = findings(LIMIT.replace("{limit}", limit), "zmq-no-socket-limit")
    assert [each.node.lineno for each in found] == [7] * count


def test_who_counts_needs_no_limit() -> None:
    counted = LIMIT.replace("{limit}", "").replace("while True", "while len(self.threads) < 9")
    assert findings(counted, "zmq-no-socket-limit") == []
