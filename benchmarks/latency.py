"""How long an editor waits: `python benchmarks/latency.py [--file FILE] [--edits N] [--saves N]`.

Measures from textDocument/didChange to the textDocument/publishDiagnostics for that version, debounce included, with
`zmqlint server`. Next to it python-lsp-server with its Pylint plugin, which lints only what was saved: there it is from
didChange, with the file written and didSave right after it. Pylint is told to run our messages alone, which is kind to
it. Each edit waits for the answer to the one before.

Without FILE, the text is what examples/jobs holds and, up to about 1,000 lines, modules of the standard library, for a
file that is not about ZeroMQ alone. The edits take turns: a statement in a function that uses sockets, one in another
function, half of a statement (which does not parse), a comment, a socket that is closed and one that is not.

The last column is the processor's time for an edit, in all processes of the server (Linux only): on a busy machine it
says more than the rest.
"""

from __future__ import annotations

import argparse
import contextlib
import inspect
import itertools
import json
import os
import queue
import shlex
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

EXAMPLES = Path(__file__).parents[1] / "examples" / "jobs"
#: Seconds between an answer and the next edit, as nobody types faster than that.
PAUSE = 0.1
ZMQLINT = ["-m", "zmqlint", "server"]
PYLSP = ["-m", "pylsp"]
PYLINT_ARGS = [
    "--load-plugins=pylint_zmq",
    "--disable=all",
    "--enable=zmq-lifetime,zmq-errors,zmq-timeouts,zmq-shutdown",
]


def text_of_examples() -> str:
    parts = [path.read_text() for path in sorted(EXAMPLES.glob("[!_]*.py"))]
    return "\n\n".join([*parts, inspect.getsource(shlex), inspect.getsource(queue)])


class Client:
    """As little of a client as it takes, so that what is measured is the server."""

    def __init__(self, command: list[str], root: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, *command],
            cwd=root,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self.inbox: queue.Queue[tuple[float, dict[str, Any]]] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()
        self.send("initialize", {"processId": None, "rootUri": root.as_uri(), "capabilities": {}}, 1)
        self.wait(lambda message: message.get("id") == 1)
        self.send("initialized", {})

    def _read(self) -> None:
        stream = self.process.stdout
        assert stream is not None
        length = 0
        while header := stream.readline():
            if header.lower().startswith(b"content-length"):
                length = int(header.partition(b":")[2])
            if not header.strip():
                self.inbox.put((time.perf_counter(), json.loads(stream.read(length))))

    def send(self, method: str, params: Any, number: int | None = None) -> None:
        message = {"jsonrpc": "2.0", "method": method, "params": params} | ({"id": number} if number else {})
        data = json.dumps(message).encode()
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(data) + data)
        self.process.stdin.flush()

    def wait(self, wanted: Any) -> tuple[float, dict[str, Any]]:
        """When the first message that is wanted came, and the message."""
        while True:
            moment, message = self.inbox.get(timeout=120)
            if wanted(message):
                return moment, message

    def published(self, version: int) -> tuple[float, int]:
        """When the diagnostics of a version came, and how many there are."""
        moment, message = self.wait(
            lambda one: (
                one.get("method") == "textDocument/publishDiagnostics" and one["params"].get("version") == version
            )
        )
        return moment, len(message["params"]["diagnostics"])

    def cpu(self) -> float:
        """Milliseconds of the processor that the server and its processes have taken so far; 0 where nobody tells."""
        taken, parents = {}, {}
        for path in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):
                fields = path.read_text().rpartition(")")[2].split()
                pid = int(path.parent.name)
                parents[pid] = int(fields[1])
                # In the same process, and in those that it has waited for.
                taken[pid] = sum(int(field) for field in fields[11:15])
        ours = [pid for pid in taken if self.process.pid in (pid, parents[pid])]
        return sum(taken[pid] for pid in ours) * 1000 / os.sysconf("SC_CLK_TCK")

    def leave(self) -> None:
        self.send("shutdown", None, 2)
        self.wait(lambda message: message.get("id") == 2)
        self.send("exit", None)
        self.process.wait(30)


def edited(text: str) -> Iterator[tuple[list[str], int, str]]:
    """The lines of the text after one edit more, for ever, and the number and text of the line that was added to it.

    Each takes the place of the one before.
    """
    lines = text.splitlines(keepends=True)
    bodies = [number for number, line in enumerate(lines, 1) if line.startswith("    ") and line.strip().endswith("()")]
    sockets = [number for number, line in enumerate(lines, 1) if ".socket(" in line and line.strip().endswith(")")]
    for count in itertools.count():
        place = (sockets if count % 2 else bodies)[count // 2 % len(sockets if count % 2 else bodies)]
        indent = lines[place - 1][: len(lines[place - 1]) - len(lines[place - 1].lstrip())]
        added = [
            f"{indent}number = {count}\n",
            f"{indent}print('more', {count})\n",
            f"{indent}number = (\n",
            f"{indent}# {count}\n",
            f"{indent}zmq.Context.instance().socket(zmq.PUB).close()\n",
            f"{indent}zmq.Context.instance().socket(zmq.PUB)\n",
        ][count // 2 % 6]
        yield [*lines[:place], added, *lines[place:]], place, added


def replacing(first: int, last: int, text: str) -> dict[str, Any]:
    """A change of whole lines, as the protocol has it."""
    places = [{"line": line, "character": 0} for line in (first, last)]
    return {"range": {"start": places[0], "end": places[1]}, "text": text}


def measured(client: Client, path: Path, text: str, count: int, *, save: bool) -> tuple[list[float], float, float]:
    """Milliseconds for each of so many edits, for the first answer, and of the processor for an edit."""
    uri = path.as_uri()
    begin = time.perf_counter()
    document = {"uri": uri, "languageId": "python", "version": 1, "text": text}
    client.send("textDocument/didOpen", {"textDocument": document})
    first, found = client.published(1)
    if not found and not save:
        sys.exit("nothing was found in the file: this would measure something else")
    times = []
    before = client.cpu()
    undo: list[dict[str, Any]] = []
    for version, (lines, place, added) in zip(range(2, count + 2), edited(text), strict=False):
        time.sleep(PAUSE)
        changes = [*undo, replacing(place, place, added)]
        undo = [replacing(place, place + 1, "")]
        change = {"textDocument": {"uri": uri, "version": version}, "contentChanges": changes}
        if save:
            path.write_text("".join(lines))
        sent = time.perf_counter()
        client.send("textDocument/didChange", change)
        if save:
            client.send("textDocument/didSave", {"textDocument": {"uri": uri}})
        times.append(1000 * (client.published(version)[0] - sent))
    return times, 1000 * (first - begin), (client.cpu() - before) / count


def told(name: str, times: list[float], first: float, cpu: float) -> str:
    return f"{name:<28}{first:>12.0f}{statistics.median(times):>12.0f}{max(times):>12.0f}{len(times):>8}{cpu:>12.0f}"


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--file", type=Path, help="edit a copy of this file, in its own folder's stead")
    arguments.add_argument("--edits", type=int, default=50)
    arguments.add_argument("--saves", type=int, default=10, help="edits for pylsp; 0 leaves it out")
    given = arguments.parse_args()
    text = given.file.read_text() if given.file else text_of_examples()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "edited.py")
        path.write_text(text)
        print(f"{len(text.splitlines())} lines; milliseconds")
        print(f"{'':<28}{'first':>12}{'median':>12}{'worst':>12}{'edits':>8}{'cpu':>12}")
        client = Client(ZMQLINT, Path(folder))
        print(told("zmqlint server", *measured(client, path, text, given.edits, save=False)))
        client.leave()
        if given.saves:
            client = Client(PYLSP, Path(folder))
            plugins = {
                name: {"enabled": False} for name in ("pycodestyle", "pyflakes", "mccabe", "zmqlint", "rope_autoimport")
            }
            plugins["pylint"] = {"enabled": True, "args": PYLINT_ARGS}
            client.send("workspace/didChangeConfiguration", {"settings": {"pylsp": {"plugins": plugins}}})
            print(told("pylsp, Pylint on save", *measured(client, path, text, given.saves, save=True)))
            client.leave()


if __name__ == "__main__":
    main()
