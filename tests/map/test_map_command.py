"""`zmqlint map` as people run it."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from xml.etree import ElementTree

import jsonschema
import pytest

from cli.conftest import Project, Zmqlint
from zmqlint.schema import load_schema

SERVER = """\
import zmq


class Server:
    def __init__(self):
        self.context = zmq.Context()
        self.sock = self.context.socket(zmq.REP)
        self.sock.bind("tcp://*:5555")

    def close(self):
        self.sock.close()
        self.context.term()
"""

CLIENT = """\
import zmq


def ask(question):
    sock = zmq.Context.instance().socket(zmq.REQ)
    sock.connect("tcp://localhost:5555")
    sock.send_string(question)
    return sock.recv_string()
"""


@pytest.fixture
def pair(project: Project) -> Project:
    project.write("app/server.py", SERVER)
    project.write("app/client.py", CLIENT)
    project.write("app/readme.py", "'''Nothing to see.'''\n")
    return project


def test_the_text_says_all_of_each_socket_and_who_meets(pair: Project, zmqlint: Zmqlint) -> None:
    done = zmqlint("map", "app")
    assert done.status == 0
    assert (
        done.out
        == """\
app/client.py
  5:12  REQ  ask(): sock
      endpoints  connects to tcp://localhost:5555
      closed by  nobody
      timeouts   receive none; send none
      linger     not set: waits for ever
      ! app/client.py:5: zmq-unclosed-socket: No path closes socket 'sock': still open at the return at line 8
      ! app/client.py:8: zmq-recv-without-timeout: sock.recv_string() may wait for ever: it waits for an answer, and \
nothing bounds that

app/server.py
  6:24  context  Server.context
      closed by  term(), Server.close(), line 12
  7:21  REP  Server.sock
      endpoints  binds tcp://*:5555
      closed by  close(), Server.close(), line 11
      linger     not set

Who talks to whom
  request-reply  tcp://localhost:5555  or  tcp://*:5555
      binds     REP  Server.sock  app/server.py:7
      connects  REQ  ask(): sock  app/client.py:5

"""
    )
    assert done.err == "2 sockets and 1 context in 2 files (3 files looked at); 1 with problems.\n"


def test_the_json_follows_its_schema(pair: Project, zmqlint: Zmqlint) -> None:
    pair.write("app/broken.py", "import zmq\n(")
    done = zmqlint("map", "--format", "json")
    assert done.status == 2
    document = json.loads(done.out)
    jsonschema.validate(document, load_schema("map"))
    assert [each["number"] for each in document["creations"]] == [0, 1, 2]
    (meeting,) = document["meetings"]
    assert (meeting["binding"], meeting["connecting"], meeting["pattern"]) == ([2], [0], "request-reply")
    assert [each["path"] for each in document["failures"]] == ["app/broken.py"]
    assert {each["symbol"] for each in document["creations"][0]["problems"]} == {
        "zmq-unclosed-socket",
        "zmq-recv-without-timeout",
    }


class Page(HTMLParser):
    """What a page links to, and whether its elements are closed in order."""

    VOID = frozenset({"meta", "br", "wbr", "col"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: set[str] = set()
        self.links: set[str] = set()
        self.tags: set[str] = set()
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.tags.add(tag)
        self.ids |= {given["id"]} if "id" in given else set()
        self.links |= {given[name] for name in ("href", "src") if name in given}
        if tag not in self.VOID and not (self.get_starttag_text() or "").endswith("/>"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)


def test_the_page_needs_nothing_from_elsewhere(pair: Project, zmqlint: Zmqlint) -> None:
    done = zmqlint("map", "--output", "html:map.html")
    assert done.status == 0
    assert done.out.startswith("app/client.py\n")
    text = (pair.root / "map.html").read_text()
    page = Page(text)
    assert page.links == {"#c0", "#c2"} <= {f"#{each}" for each in page.ids}
    assert not page.tags & {"script", "link", "img", "iframe"}
    assert "http" not in text
    assert "url(#arrow)" in text


def test_the_picture_is_svg_with_red_where_something_is_missing(pair: Project, zmqlint: Zmqlint) -> None:
    text = zmqlint("map", "--format", "html").out
    picture = ElementTree.fromstring(text[text.index("<svg") : text.index("</svg>") + len("</svg>")])
    rows = {each.get("href"): each.get("class") for each in picture.iter("a")}
    assert rows == {"#c0": "row bad", "#c2": "row"}
    lines = [each.get("class") for each in picture.iter("path") if (each.get("class") or "").startswith("line")]
    assert sorted(lines) == ["line", "line bad"]
    assert {"tcp://*:5555", "tcp://localhost:5555"} <= {each.text for each in picture.iter("text")}


def test_what_code_says_cannot_break_the_page(project: Project, zmqlint: Zmqlint) -> None:
    project.write(
        "<b>.py", "import zmq\ndef work(ctx):\n    s = ctx.socket(zmq.PUB)\n    s.bind('inproc://</svg><script>&')\n"
    )
    text = zmqlint("map", "--format", "html").out
    Page(text)
    assert "<script" not in text
    assert "&lt;b&gt;.py" in text


def test_what_is_suppressed_ignored_or_known_is_not_red(pair: Project, zmqlint: Zmqlint) -> None:
    assert "!" not in zmqlint("map", "--ignore", "all").out
    assert zmqlint("baseline", "--write").status == 0
    assert "!" not in zmqlint("map", "--baseline", "zmqlint-baseline.json").out


def test_no_sockets_make_an_empty_map(project: Project, zmqlint: Zmqlint) -> None:
    project.write("code.py", "x = 1\n")
    done = zmqlint("map")
    assert (done.status, done.out) == (0, "")
    assert done.err == "0 sockets and 0 contexts in 0 files (1 file looked at).\n"
    assert "None was found." in zmqlint("map", "--format", "html").out
    jsonschema.validate(json.loads(zmqlint("map", "--format", "json").out), load_schema("map"))


def test_wrong_formats_and_paths_are_told(project: Project, zmqlint: Zmqlint) -> None:
    done = zmqlint("map", "--format", "htm")
    assert (done.status, done.err) == (2, "zmqlint: error: map: no format is called 'htm'; did you mean 'html'?\n")
    assert zmqlint("map", "gone").status == 2
