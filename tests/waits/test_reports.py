"""Who is told: clients that need an answer, and not servers that wait for work."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pylint_zmq.settings import Settings
from waits.linting import found_in, found_in_file, marks, places

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "import itertools\nimport threading\nimport time\nimport zmq\nimport zmq.decorators\n"

ROLES = {
    "a server's loop": """
def serve(ctx):
    sock = ctx.socket(zmq.REP)
    sock.bind("inproc://a")
    while True:
        request = sock.recv()  # [zmq-serving-without-timeout]
        sock.send(request)
""",
    "a server's loop with a flag": """
class Server(threading.Thread):
    def __init__(self, ctx):
        super().__init__(daemon=True)
        self.sock = ctx.socket(zmq.ROUTER)
        self.running = True

    def run(self):
        while self.running:
            message = self.sock.recv_multipart()  # [zmq-serving-without-timeout]
            self.sock.send_multipart(message)
""",
    "the receiving method of a server": """
class Server:
    def __init__(self, ctx):
        self.sock = ctx.socket(zmq.ROUTER)

    def take(self):
        return self.sock.recv_multipart()  # [zmq-serving-without-timeout]

    def run(self):
        while not self._stop_event.is_set():
            self.take()
""",
    "a request in an endless loop": """
def ask_for_ever(ctx):
    sock = ctx.socket(zmq.REQ)
    sock.connect("inproc://a")
    while True:
        sock.send(b"more")
        print(sock.recv())  # [zmq-recv-without-timeout]
""",
    "a second message within a turn of a server": """
def serve(ctx):
    sock = ctx.socket(zmq.ROUTER)
    sock.bind("inproc://a")
    while True:
        first = sock.recv_multipart()  # [zmq-serving-without-timeout]
        if first:
            second = sock.recv_multipart()  # [zmq-recv-without-timeout]
            print(second)
""",
    "a loop with an end": """
def collect(ctx, number):
    sock = ctx.socket(zmq.PULL)
    sock.bind("inproc://a")
    return [sock.recv() for _ in range(number)]  # [zmq-recv-without-timeout]
""",
    "a loop that looks for one message": """
def find(ctx, wanted):
    sock = ctx.socket(zmq.SUB)
    while True:
        message = sock.recv()  # [zmq-recv-without-timeout]
        if message == wanted:
            return message
""",
    "a handshake": """
def start(ctx):
    sock = ctx.socket(zmq.XPUB)
    sock.bind("inproc://a")
    sock.recv()  # [zmq-recv-without-timeout]
    while True:
        sock.send(b"")
""",
    "the frames of one message": """
def ask(ctx):
    sock = ctx.socket(zmq.DEALER)
    sock.send(b"")
    head = sock.recv()  # [zmq-recv-without-timeout]
    body = sock.recv()
    return head, body
""",
    "a generator that hands on results": """
def results(ctx):
    sock = ctx.socket(zmq.PULL)
    sock.bind("inproc://a")
    while True:
        yield sock.recv()  # [zmq-recv-without-timeout]
""",
    "a generator of what is published": """
def news(ctx):
    sock = ctx.socket(zmq.SUB)
    sock.connect("inproc://a")
    while True:
        yield sock.recv()  # [zmq-serving-without-timeout]
""",
    "a poll in the head of a serving loop": """
def serve(sock: zmq.Socket):
    while sock.poll():  # [zmq-serving-without-timeout]
        print(sock.recv())
""",
    "methods that came as parameters": """
def exchange(message, send, recv):
    send(message)
    return recv()  # [zmq-recv-without-timeout]


def ask(ctx):
    sock = ctx.socket(zmq.DEALER)
    return exchange(b"", sock.send, sock.recv)
""",
    "a decorator's socket": """
@zmq.decorators.context()
@zmq.decorators.socket(zmq.REQ)
def ask(ctx, sock):
    sock.connect("inproc://a")
    sock.send(b"")
    return sock.recv()  # [zmq-recv-without-timeout]
""",
}

SENDS = {
    "a PUSH that only binds": ("sock = ctx.socket(zmq.PUSH)\nsock.bind('inproc://a')\nsock.send(b'')", True),
    "a REQ that only binds": ("sock = ctx.socket(zmq.REQ)\nsock.bind('inproc://a')\nsock.send(b'')", True),
    "a PAIR that binds by random port": (
        "sock = ctx.socket(zmq.PAIR)\nsock.bind_to_random_port('tcp://*')\nsock.send(b'')",
        True,
    ),
    "with IMMEDIATE": (
        "sock = ctx.socket(zmq.PUSH)\nsock.immediate = 1\nsock.connect('inproc://a')\nsock.send(b'')",
        True,
    ),
    "without IMMEDIATE": (
        "sock = ctx.socket(zmq.PUSH)\nsock.immediate = 0\nsock.connect('inproc://a')\nsock.send(b'')",
        False,
    ),
    "a PUSH that connects": ("sock = ctx.socket(zmq.PUSH)\nsock.connect('inproc://a')\nsock.send(b'')", False),
    "a PUSH that does both": (
        "sock = ctx.socket(zmq.PUSH)\nsock.bind('inproc://a')\nsock.connect('inproc://b')\nsock.send(b'')",
        False,
    ),
    "a PUB": ("sock = ctx.socket(zmq.PUB)\nsock.bind('inproc://a')\nsock.send(b'')", False),
    "a ROUTER": ("sock = ctx.socket(zmq.ROUTER)\nsock.bind('inproc://a')\nsock.send(b'')", False),
    "with a timeout": (
        "sock = ctx.socket(zmq.PUSH)\nsock.sndtimeo = 9\nsock.bind('inproc://a')\nsock.send(b'')",
        False,
    ),
    "with the other timeout": (
        "sock = ctx.socket(zmq.PUSH)\nsock.rcvtimeo = 900\nsock.bind('inproc://a')\nsock.send(b'')",
        True,
    ),
    "with a flag": ("sock = ctx.socket(zmq.PUSH)\nsock.bind('inproc://a')\nsock.send(b'', zmq.NOBLOCK)", False),
    "after a poll for it": (
        "sock = ctx.socket(zmq.PUSH)\nsock.bind('inproc://a')\nif sock.poll(10, zmq.POLLOUT):\n    sock.send(b'')",
        False,
    ),
    "after a poll for something else": (
        "sock = ctx.socket(zmq.DEALER)\nsock.bind('inproc://a')\nif sock.poll(10):\n    sock.send(b'')",
        True,
    ),
}


ANSWERED = {
    "a poller that also holds what tells it to stop": """
class Worker:
    def __init__(self, ctx):
        self.notify = ctx.socket(zmq.SUB)

    def ask(self, work, request, timeout=None):
        poller = zmq.Poller()
        poller.register(self.notify, zmq.POLLIN)
        poller.register(work, zmq.POLLIN)
        work.send(request)
        ready = dict(poller.poll(timeout))
        if self.notify in ready:
            raise InterruptedError
        return work.recv(zmq.NOBLOCK)

    def first(self, work):
        return self.ask(work, b"a")
""",
    "a poller that looks at what tells it to stop one by one": """
def ask(ctx, work, control):
    poller = zmq.Poller()
    poller.register(control, zmq.POLLIN)
    poller.register(work, zmq.POLLIN)
    work.send(b"")
    for each, event in poller.poll():
        if each == control and event == zmq.POLLIN:
            cancel_all()
""",
    "both ends in one function": """
def main():
    ctx = zmq.Context.instance()
    server = ctx.socket(zmq.REP)
    server.bind("tcp://*:5555")
    client = ctx.socket(zmq.REQ)
    client.connect("tcp://127.0.0.1:5555")
    client.send(b"x")
    server.recv()
    server.send(b"y")
    client.recv()
    if client.poll():
        pass
    poller = zmq.Poller()
    poller.register(client)
    poller.register(server)
    poller.poll()
""",
    "both ends in one function, by a random port": """
def main(ctx):
    push = ctx.socket(zmq.PUSH)
    port = push.bind_to_random_port("tcp://127.0.0.1")
    pull = ctx.socket(zmq.PULL)
    pull.connect("tcp://127.0.0.1:%i" % port)
    push.send(b"")
    pull.recv()
""",
    "both ends in one function, by the last endpoint": """
def main(ctx):
    push = ctx.socket(zmq.PUSH)
    push.bind("tcp://127.0.0.1:*")
    pull = ctx.socket(zmq.PULL)
    pull.connect(push.getsockopt(zmq.LAST_ENDPOINT).decode())
    push.send(b"")
    pull.recv()
""",
    "both ends on one object": """
class Actor:
    def __init__(self, context):
        self.pipe = context.socket(zmq.PAIR)
        port = self.pipe.bind_to_random_port("inproc://listener", min_port=12345)
        self.pipe_l = context.socket(zmq.PAIR)
        self.pipe_l.connect(f"inproc://listener:{port}")

    def wake(self):
        self.pipe.send(b"")

    def close(self):
        self.pipe.close()
        self.pipe_l.close()
""",
    "a subscription that the function makes itself": """
def ready(ctx):
    events = ctx.socket(zmq.XPUB)
    events.bind("inproc://events")
    own = ctx.socket(zmq.SUB)
    own.connect("inproc://events")
    own.subscribe(b"")
    events.recv()
""",
    "a subscription of the same object that each thread has for itself": """
class Interruptor:
    def __init__(self, name):
        self._ctx = zmq.Context.instance()
        self._xpub = self._ctx.socket(zmq.XPUB)
        self._endpoint = "inproc://" + name
        self._xpub.bind(self._endpoint)
        self._local = threading.local()

    def subscribe(self):
        self._local.sub = self._ctx.socket(zmq.SUB)
        self._local.sub.connect(self._endpoint)
        self._local.sub.subscribe(b"")
        self._xpub.recv()

    def close(self):
        self._xpub.close()
""",
    "both ends in one script": """
ADDRESS = "tcp://127.0.0.1:5555"


def serve():
    sock = zmq.Context.instance().socket(zmq.PUSH)
    sock.bind(ADDRESS)
    sock.send(b"")


def take():
    sock = zmq.Context.instance().socket(zmq.PULL)
    sock.connect(ADDRESS)
    return sock.recv()


if __name__ == "__main__":
    threading.Thread(target=serve).start()
    take()
""",
}

PEERS_ELSEWHERE = {
    "a poller that holds two peers": """
def ask(ctx, one, other):
    poller = zmq.Poller()
    poller.register(one, zmq.POLLIN)
    poller.register(other, zmq.POLLIN)
    one.send(b"")
    ready = dict(poller.poll())  # [zmq-poll-without-timeout]
    if one in ready:
        return one.recv()
""",
    "another address": """
def main(ctx):
    server = ctx.socket(zmq.REP)
    server.bind("tcp://127.0.0.1:5555")
    client = ctx.socket(zmq.REQ)
    client.connect("tcp://127.0.0.1:5556")
    client.send(b"x")
    client.recv()  # [zmq-recv-without-timeout]
""",
    "both ends in one module of a library": """
def serve(ctx):
    server = ctx.socket(zmq.REP)
    server.bind("tcp://127.0.0.1:5555")


def ask(ctx):
    client = ctx.socket(zmq.REQ)
    client.connect("tcp://127.0.0.1:5555")
    client.send(b"x")
    client.recv()  # [zmq-recv-without-timeout]
""",
}

OPTIONAL = {
    "a finite timeout in the place of a negative one": """
class Receiver:
    def __init__(self, address, timeout=1000):
        self._timeout = timeout
        self.sock = zmq.Context.instance().socket(zmq.SUB)

    def take(self, timeout=-1):
        if timeout is not None and timeout < 0:
            timeout = self._timeout
        if not self.sock.poll(timeout=timeout):
            raise TimeoutError
        return self.sock.recv_multipart(zmq.NOBLOCK)

    def following(self):
        return self.take()
""",
    "a finite timeout in the place of none": """
def take(sock: zmq.Socket, timeout=None):
    if not timeout:
        timeout = 1000
    sock.poll(timeout)


def first(sock: zmq.Socket):
    take(sock)
""",
    "a finite timeout for some other value": """
def take(sock: zmq.Socket, timeout=None):
    if timeout == 0:
        timeout = 1000
    sock.poll(timeout)  # [zmq-poll-without-timeout]


def first(sock: zmq.Socket):
    take(sock)
""",
    "a helper sets the timeout where the socket comes from": """
def set_timeouts(sock):
    sock.RCVTIMEO = 10000


def wait_for(sock, limit):
    return [sock.recv_json() for _ in range(limit)]


def work(context):
    with context.socket(zmq.SUB) as sock:
        set_timeouts(sock)
        return wait_for(sock, 3)
""",
    "a helper sets another option": """
def set_up(sock):
    sock.SNDTIMEO = 10000


def wait_for(sock, limit):
    return [sock.recv_json() for _ in range(limit)]  # [zmq-recv-without-timeout]


def work(context):
    with context.socket(zmq.SUB) as sock:
        set_up(sock)
        return wait_for(sock, 3)
""",
    "a handler for the timeout of a socket from elsewhere": """
def wait_for(sock):
    try:
        return sock.recv_json()
    except zmq.Again:
        return None


def work(context, prepare):
    sock = context.socket(zmq.SUB)
    prepare(sock)
    return wait_for(sock)
""",
    "a handler for a timeout that nobody has set": """
def work(context):
    sock = context.socket(zmq.SUB)
    try:
        return sock.recv_json()  # [zmq-recv-without-timeout]
    except zmq.Again:
        return None
""",
    "a loop that takes what there is, with an endless timeout": """
def take(sock: zmq.Socket, timeout=None):
    if sock.poll(timeout):  # [zmq-poll-without-timeout]
        return sock.recv()
    raise LookupError


def take_all(sock: zmq.Socket):
    found = []
    while True:
        try:
            found.append(take(sock))  # [zmq-poll-without-timeout]
        except LookupError:
            break
    return found
""",
}


def sending(body: str) -> str:
    return HEAD + "\n\ndef hand_out(ctx):\n" + "\n".join(f"    {line}" for line in body.split("\n")) + "\n"


@pytest.mark.parametrize("code", ROLES.values(), ids=ROLES)
def test_servers_are_told_apart_from_clients(code: str) -> None:
    text = HEAD + code
    assert places(found_in(text)) == marks(text)


@pytest.mark.parametrize("code", ANSWERED.values(), ids=ANSWERED)
def test_a_wait_that_something_in_sight_ends_is_silent(code: str) -> None:
    symbols = {finding.symbol for finding in found_in(HEAD + code)}
    assert symbols <= {"zmq-connect-without-timeout"}


@pytest.mark.parametrize("code", PEERS_ELSEWHERE.values(), ids=PEERS_ELSEWHERE)
def test_a_wait_for_somebody_else_is_reported(code: str) -> None:
    text = HEAD + code
    assert [each for each in places(found_in(text)) if each[1] != "zmq-connect-without-timeout"] == marks(text)


@pytest.mark.parametrize("code", OPTIONAL.values(), ids=OPTIONAL)
def test_a_timeout_from_elsewhere_is_looked_up_there(code: str) -> None:
    text = HEAD + code
    assert places(found_in(text)) == marks(text)


@pytest.mark.parametrize(("body", "is_reported"), SENDS.values(), ids=SENDS)
def test_a_send_is_reported_if_it_waits_without_a_peer(body: str, is_reported: bool) -> None:
    symbols = [finding.symbol for finding in found_in(sending(body))]
    assert ("zmq-send-without-timeout" in symbols) is is_reported


def test_a_connected_sender_is_reported_where_every_send_is_to_be_bounded() -> None:
    code = sending("sock = ctx.socket(zmq.PUSH)\nsock.connect('inproc://a')\nsock.send(b'')")
    assert [finding.symbol for finding in found_in(code, Settings(send_scope="all"))] == ["zmq-send-without-timeout"]


CLIENT = """import zmq


class Client:
    def __init__(self, ctx):
        self.sock = ctx.socket(zmq.REQ)
        self.sock.connect("inproc://a")

    def ask(self, question, timeout=None):
        self.sock.send(question)
        if timeout is not None and not self.sock.poll(timeout):
            raise TimeoutError
        return self.sock.recv()  # [zmq-recv-without-timeout]

    def state(self):
        self.sock.send(b"state")
        return self.sock.recv()  # [zmq-recv-without-timeout]

    def wait(self, question, timeout_ms):
        with zmq.Context.instance().socket(zmq.REQ) as sock:
            if timeout_ms is not None:
                sock.rcvtimeo = timeout_ms
            sock.connect("inproc://a")
            sock.send(question)
            return sock.recv()  # [zmq-recv-without-timeout]
"""

USER = """import zmq

from client import Client


def main(ctx):
    client = Client(ctx)
    client.ask(b"a", timeout=1000)
    client.ask(b"b")  # [zmq-recv-without-timeout]
    client.state()  # [zmq-recv-without-timeout]
    client.ask(b"c", None)  # [zmq-recv-without-timeout]
    client.wait(b"e", 1000)
    client.wait(b"f", timeout_ms=None)  # [zmq-recv-without-timeout]
    with pytest.raises(ValueError):
        client.ask(b"d")
"""


def test_a_call_that_leaves_out_a_timeout_is_reported_in_another_file(tmp_path: Path) -> None:
    (tmp_path / "client.py").write_text(CLIENT, encoding="utf-8")
    (tmp_path / "user.py").write_text(USER, encoding="utf-8")
    assert places(found_in_file(tmp_path / "client.py")) == marks(CLIENT)
    assert places(found_in_file(tmp_path / "user.py")) == marks(USER)


def test_a_call_of_a_method_of_the_same_object_is_not_reported_again(tmp_path: Path) -> None:
    (tmp_path / "client.py").write_text(CLIENT, encoding="utf-8")
    heir = "import zmq\n\nfrom client import Client\n\n\nclass Heir(Client):\n    def first(self):\n"
    heir += "        self.ask(b'a')\n        return self.state()\n"
    (tmp_path / "heir.py").write_text(heir, encoding="utf-8")
    assert places(found_in_file(tmp_path / "heir.py")) == []


def test_a_finding_tells_where_the_socket_was_made_and_what_it_waits_for() -> None:
    code = HEAD + "\n\ndef ask(ctx):\n    sock = ctx.socket(zmq.REQ)\n    sock.send(b'')\n    return sock.recv()\n"
    (finding,) = found_in(code)
    assert finding.args == ("sock.recv()", "it waits for an answer, and nothing bounds that")
    assert [(step.role, step.line) for step in finding.steps] == [("created", 9), ("waits", 11)]
    assert (finding.scope, finding.confidence) == ("ask", "HIGH")
