"""What lives as long as the process: silence, or a report that is asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from pylint_zmq.analysis.engine import analyse
from pylint_zmq.analysis.findings import Finding
from pylint_zmq.program.trees import parse_file, parse_text
from pylint_zmq.settings import Settings

GLOBALS = """
import zmq

kept = None
ended = None


def get(ctx):
    global kept
    if kept is None:
        kept = ctx.socket(zmq.REQ)
    return kept


def other(ctx):
    global ended
    ended = ctx.socket(zmq.REQ)


def end():
    ended.close()
"""

TIMER = """
import zmq


class Timer:
    def run(self):
        sock = zmq.Context.instance().socket(zmq.PUSH)
        sock.send(b"")
"""

START = """
from multiprocessing import Process


class Other:
    def run(self):
        print(self)

    def start(self):
        Process(target=self.run).start()
"""


def lost(findings: list[Finding]) -> list[tuple[str, int]]:
    return [(each.symbol, each.node.lineno) for each in findings if each.symbol.startswith("zmq-unclosed")]


def reported(setting: str) -> list[tuple[str, int]]:
    found = analyse(parse_text(GLOBALS), Settings(process_lifetime=setting))
    return [(finding.symbol, finding.node.lineno) for finding in found]


def test_a_global_lives_as_long_as_the_process() -> None:
    assert reported("ignore") == []


def test_a_global_that_nothing_closes_is_told_when_that_is_asked_for() -> None:
    assert reported("report") == [("zmq-unclosed-socket-attribute", 11)]


def test_a_target_in_another_file_is_a_target_of_that_file(tmp_path: Path) -> None:
    (tmp_path / "timer.py").write_text(TIMER)
    (tmp_path / "start.py").write_text(START)
    found = analyse(parse_file(str(tmp_path / "timer.py")), Settings())
    assert [(finding.symbol, finding.node.lineno) for finding in found] == [("zmq-unclosed-socket", 7)]


THREAD = """
from threading import Thread

import zmq


class Receiver(Thread):
    def run(self):
        sock = zmq.Context.instance().socket(zmq.PULL)
        sock.recv()


class App:
    def __init__(self):
        self.receiver = Receiver()

    def run(self):
        self.receiver.start()


if __name__ == "__main__":
    App().run()
"""


def test_what_a_thread_runs_is_no_main_code_for_having_the_name_of_it() -> None:
    found = analyse(parse_text(THREAD), Settings())
    assert lost(found) == [("zmq-unclosed-socket", 9)]


BROKER = """
import zmq


class Broker:
    def serve(self):
        sock = zmq.Context.instance().socket(zmq.ROUTER)
        sock.recv()


if __name__ == "__main__":
    Broker().serve()
"""


def test_a_class_that_its_package_offers_to_others_is_no_main_code(tmp_path: Path) -> None:
    package = tmp_path / "package"
    package.mkdir()
    (package / "broker.py").write_text(BROKER)
    (package / "__init__.py").write_text("from .broker import Broker\n")
    inside = analyse(parse_file(str(package / "broker.py")), Settings())
    assert lost(inside) == []
    offering = tmp_path / "offering"
    offering.mkdir()
    (offering / "broker.py").write_text(BROKER)
    (offering / "__init__.py").write_text("from .broker import Broker\n\n__all__ = ['Broker']\n")
    offered = analyse(parse_file(str(offering / "broker.py")), Settings())
    assert lost(offered) == [("zmq-unclosed-socket", 7)]


SERVE = """
import zmq


def serve():
    rep = zmq.Context.instance().socket(zmq.REP)
    while True:
        rep.send(rep.recv())
"""


def in_project(folder: Path, files: dict[str, str]) -> list[tuple[str, int]]:
    """What is lost in the first of the files of a project."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return lost(analyse(parse_file(str(folder / next(iter(files)))), Settings()))


@pytest.mark.parametrize(
    "start",
    [
        "from serve import serve\n\nif __name__ == '__main__':\n    serve()\n",
        "import serve\n\n\ndef main():\n    serve.serve()\n\n\nif __name__ == '__main__':\n    main()\n",
        "import serve as s\nfrom multiprocessing import Process as P\n\nP(target=s.serve).start()\nlater(s.serve)\n",
    ],
)
def test_the_main_code_of_a_process_may_stand_in_a_file_without_zmq(tmp_path: Path, start: str) -> None:
    assert in_project(tmp_path, {"serve.py": SERVE, "start.py": start}) == []


@pytest.mark.parametrize(
    "start",
    [
        "from serve import serve\n\n\ndef later():\n    serve()\n",
        "from other import serve\n\nserve()\n",
        "",
    ],
)
def test_what_is_called_elsewhere_than_in_main_code_is_no_main_code(tmp_path: Path, start: str) -> None:
    assert in_project(tmp_path, {"serve.py": SERVE, "start.py": start}) == [("zmq-unclosed-socket", 6)]


def test_the_file_that_starts_it_is_found_among_many_that_have_the_name_only(tmp_path: Path) -> None:
    start = {"start.py": "import app\n\nif __name__ == '__main__':\n    app.serve()\n"}
    same = {f"other{number}.py": "def serve(): pass\n" for number in range(40)}
    assert in_project(tmp_path, {"app.py": SERVE, **start, **same}) == []


@pytest.mark.parametrize(("file", "found"), [("checks.py", []), ("test_checks.py", [("zmq-unclosed-socket", 6)])])
def test_a_test_is_one_of_many_in_its_process_even_if_it_can_be_run_by_itself(tmp_path, file, found) -> None:
    text = SERVE.replace("serve()", "test_serve()") + "\n\nif __name__ == '__main__':\n    test_serve()\n"
    assert in_project(tmp_path, {file: text}) == found


def test_a_word_in_another_file_does_not_hide_the_own_file(tmp_path: Path) -> None:
    files = {
        "cli.py": "from app import App\n\n\ndef main():\n    app = App()\n    app.start()\n\n\nmain()\n",
        "app.py": "import zmq\n\n\nclass App:\n    def __init__(self):\n        self.rep = zmq.Context.instance()"
        ".socket(zmq.REP)\n\n    def start(self):\n        self.rep.recv()\n\n    def stop(self):\n"
        "        self.rep.close()\n",
        "other.py": "import zmq\n# main\n",
    }
    assert in_project(tmp_path, files) == []


COMMANDS = {
    "pyproject.toml": '[project.scripts]\nserve = "serve:serve"\n',
    "setup.cfg": "[options.entry_points]\nconsole_scripts =\n    serve = serve:serve\n",
    "setup.py": 'setup(entry_points={"console_scripts": ["serve = serve:serve"]})\n',
    "serve-1.dist-info/entry_points.txt": "[console_scripts]\nserve = serve:serve\n",
}


@pytest.mark.parametrize("file", COMMANDS)
def test_what_is_installed_as_a_command_is_main_code(tmp_path: Path, file: str) -> None:
    assert in_project(tmp_path, {"serve.py": SERVE, file: COMMANDS[file]}) == []


@pytest.mark.parametrize(
    "text",
    [
        '[project.entry-points.pytest11]\nserve = "serve:serve"\n',
        '[project.scripts]\nserve = "serve:other"\n',
        '[project.scripts]\n\n[tool.other]\nserve = "serve:serve"\n',
    ],
)
def test_a_plugin_or_another_command_is_not(tmp_path: Path, text: str) -> None:
    assert in_project(tmp_path, {"serve.py": SERVE, "pyproject.toml": text}) == [("zmq-unclosed-socket", 6)]


COMMAND = """
import click
import typer
import zmq
from discord.ext import commands

app = typer.Typer()
bot = commands.Bot()


@click.group()
def cli():
    pass


DECORATOR
def serve(port):
    rep = zmq.Context.instance().socket(zmq.REP)
    while True:
        rep.send(rep.recv())
"""


@pytest.mark.parametrize(
    ("decorator", "found"),
    [
        ("@click.command()", []),
        ("@cli.command('serve')\n@click.option('--port')", []),
        ("@app.command()", []),
        ("@bot.command()", [("zmq-unclosed-socket", 18)]),
        ("@click.option('--port')", [("zmq-unclosed-socket", 18)]),
        ("", [("zmq-unclosed-socket", 18)]),
    ],
)
def test_a_function_that_is_made_a_command_is_main_code(decorator: str, found: list[tuple[str, int]]) -> None:
    text = COMMAND.replace("DECORATOR", decorator or "# none")
    places = lost(analyse(parse_text(text), Settings()))
    assert [(symbol, line - decorator.count("\n")) for symbol, line in places] == found


METHODS = """
import asyncio
import subprocess
import threading

import zmq


class Server:
    def run(self):
        rep = zmq.Context.instance().socket(zmq.REP)
        rep.recv()

    def start(self):
        self.run()


class Other:
    def run(self):
        print(self)


def work():
    other = Other()
    other.run()


START
"""


@pytest.mark.parametrize(
    "start",
    ["asyncio.run(main())", "subprocess.run(['ls'])", "threading.Thread(target=print).start()", "work()", ""],
)
def test_a_method_of_that_name_of_something_else_is_not_called(start: str) -> None:
    assert lost(analyse(parse_text(METHODS.replace("START", start)), Settings())) == [("zmq-unclosed-socket", 11)]


def test_a_method_of_an_object_of_main_code_is_main_code() -> None:
    for start in ("Server().start()", "server = Server()\nserver.start()"):
        assert lost(analyse(parse_text(METHODS.replace("START", start)), Settings())) == []


TARGETS = """
import multiprocessing as mp

import zmq


def work(endpoint):
    rep = zmq.Context.instance().socket(zmq.REP)
    rep.connect(endpoint)
    rep.recv()


class Device:
    def __init__(self, target, used=None):
        self.target, self.used = target, used
        print(used)

    def start(self):
        mp.Process(target=self.target).start()


class Pull(Device):
    def __init__(self, function):
        super().__init__(function)


def run(function, *args):
    mp.Process(target=function, args=args).start()


def use(function):
    function("tcp://localhost:1")


"""


@pytest.mark.parametrize("start", ["Device(work)", "Device(target=work)", "Pull(work)", "run(work, 1)"])
def test_a_target_may_go_through_parameters_and_fields(start: str) -> None:
    assert lost(analyse(parse_text(f"{TARGETS}def launch():\n    {start}\n"), Settings())) == []


DEVICE = """
import multiprocessing as mp


class Device:
    def __init__(self, target):
        self.target = target

    def start(self):
        mp.Process(target=self.target).start()


def run(function):
    mp.Process(target=function).start()
"""


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("class Server(Device):\n    def __init__(self):\n        super().__init__(serve)\n", []),
        ("def launch():\n    return Device(serve)\n", []),
        ("def launch():\n    run(serve)\n", []),
        ("def launch():\n    print(serve)\n", [("zmq-unclosed-socket", 7)]),
    ],
)
def test_what_makes_it_a_target_may_stand_in_a_file_without_zmq(
    tmp_path: Path, start: str, expected: list[tuple[str, int]]
) -> None:
    text = f"\nfrom device import Device, run{SERVE}\n\n{start}"
    assert in_project(tmp_path, {"serve.py": text, "device.py": DEVICE}) == expected


@pytest.mark.parametrize("start", ["Device(print, work)", "use(work)", "run(print, work)", "unknown(work)"])
def test_what_is_given_to_something_else_is_no_target(start: str) -> None:
    found = lost(analyse(parse_text(f"{TARGETS}def launch():\n    {start}\n"), Settings()))
    assert [symbol for symbol, _ in found] == ["zmq-unclosed-socket"]


APP = """
import zmq


class App:
    def __init__(self):
        self.rep = zmq.Context.instance().socket(zmq.REP)
        self.peers = []

    def run(self):
        while True:
            self.rep.recv()

    def add(self):
        self.peers.append(zmq.Context.instance().socket(zmq.PUSH))


def main():
    app = App()
    app.run()
    print("over")


def later():
    return START


main()
"""


def test_an_object_that_main_code_makes_once_lives_as_long_as_the_process() -> None:
    assert lost(analyse(parse_text(APP.replace("START", "None")), Settings())) == [
        ("zmq-unclosed-socket-attribute", 15)
    ]


OTHER_OBJECT = """
class Other:
    def start(self):
        self.app = App()


if __name__ == "__main__":
    Other().start()
"""


def test_an_object_that_another_object_makes_does_not() -> None:
    text = APP.replace("    app = App()\n    app.run()\n", "").replace("START", "None") + OTHER_OBJECT
    assert ("zmq-unclosed-socket-attribute", 7) in lost(analyse(parse_text(text), Settings()))


@pytest.mark.parametrize("start", ["App()", "App", "[App() for _ in range(2)]"])
def test_an_object_that_others_make_too_does_not(start: str) -> None:
    found = lost(analyse(parse_text(APP.replace("START", start)), Settings()))
    assert ("zmq-unclosed-socket-attribute", 7) in found


def test_a_class_that_releases_its_other_fields_forgot_one() -> None:
    stop = "    def stop(self):\n        for peer in self.peers:\n            peer.close()\n\n\ndef main():"
    text = APP.replace("\ndef main():", stop).replace("START", "None")
    assert lost(analyse(parse_text(text), Settings())) == [("zmq-unclosed-socket-attribute", 7)]


def test_the_fields_of_an_object_of_main_code_are_told_when_that_is_asked_for() -> None:
    found = lost(analyse(parse_text(APP.replace("START", "None")), Settings(process_lifetime="report")))
    assert ("zmq-unclosed-socket-attribute", 7) in found
