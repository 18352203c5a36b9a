"""How time and memory grow with the code: generated programs, of each kind in several sizes."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_HEAD = "import zmq\n\n\n"
Files = dict[str, str]


def lines_without_zmq(size: int) -> Files:
    """`size` lines, a thousand in each file, none of which has to do with zmq."""
    body = "".join(f"def f{number}(a, b):\n    return a + b * {number}\n" for number in range(500))
    return {f"m{number}.py": body for number in range(size // 1000)}


def lines_with_zmq(size: int) -> Files:
    """`size` lines, in files of a hundred functions that each make a socket and lose it on an error."""
    one = "def f{0}_{1}(ctx):\n    s = ctx.socket(zmq.REQ)\n    s.send(b'{1}')\n    s.close()\n\n\n"
    return {
        f"m{file}.py": _HEAD + "".join(one.format(file, number) for number in range(100))
        for file in range(max(1, size // 600))
    }


def statements(size: int) -> Files:
    """One function of so many statements round one socket."""
    body = "".join(f"    x{number} = work({number})\n" for number in range(size))
    return {"m.py": f"{_HEAD}def f(ctx):\n    s = ctx.socket(zmq.REQ)\n{body}    s.close()\n"}


def branches(size: int) -> Files:
    """One function with so many branches, one after the other, while a socket is open."""
    body = "".join(f"    if work({number}):\n        s.send(b'x')\n" for number in range(size))
    return {"m.py": f"{_HEAD}def f(ctx):\n    s = ctx.socket(zmq.REQ)\n{body}    s.close()\n"}


def nesting(size: int) -> Files:
    """Blocks nested so deeply: if, for, with, try in turn."""
    lines = ["def f(ctx):", "    s = ctx.socket(zmq.REQ)"]
    for depth in range(size):
        kind = ("if work():", "for x in work():", "with work():", "try:")[depth % 4]
        lines.append("    " * (depth + 1) + kind)
    lines.append("    " * (size + 1) + "s.send(b'x')")
    for depth in reversed(range(size)):
        if depth % 4 == 3:
            lines += ["    " * (depth + 1) + "finally:", "    " * (depth + 2) + "work()"]
    return {"m.py": _HEAD + "\n".join([*lines, "    s.close()"]) + "\n"}


def sockets(size: int) -> Files:
    """So many sockets in one function, each closed in the end."""
    made = "".join(f"    s{number} = ctx.socket(zmq.REQ)\n" for number in range(size))
    closed = "".join(f"    s{number}.close()\n" for number in range(size))
    return {"m.py": f"{_HEAD}def f(ctx):\n{made}{closed}"}


def chain(size: int) -> Files:
    """A factory that is handed on through so many modules, each of which imports the one before."""
    files = {"m0.py": f"{_HEAD}def make(ctx):\n    return ctx.socket(zmq.REQ)\n"}
    for number in range(1, size):
        files[f"m{number}.py"] = (
            f"import zmq\nfrom m{number - 1} import make as inner\n\n\ndef make(ctx):\n    return inner(ctx)\n"
        )
    files["main.py"] = (
        f"import zmq\nfrom m{size - 1} import make\n\n\ndef f(ctx):\n    s = make(ctx)\n    s.send(b'')\n"
    )
    return files


CURVES: dict[str, tuple[Callable[[int], Files], tuple[int, ...]]] = {
    "lines without zmq": (lines_without_zmq, (10_000, 100_000, 1_000_000)),
    "lines with zmq": (lines_with_zmq, (600, 3_000, 15_000)),
    "statements in a function": (statements, (10, 100, 1_000, 10_000)),
    "branches in a function": (branches, (10, 100, 1_000)),
    "nesting": (nesting, (2, 4, 8, 16)),
    "sockets in a function": (sockets, (1, 4, 16, 64)),
    "modules in a chain of imports": (chain, (2, 8, 32)),
}


def programs(curve: str, scratch: Path) -> Iterator[tuple[int, Path]]:
    """Yield the sizes of a curve, each with the folder that holds the program of that size."""
    generate, sizes = CURVES[curve]
    for size in sizes:
        place = scratch / "grown"
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
        (place / ".git").mkdir()
        for name, text in generate(size).items():
            (place / name).write_text(text)
        yield size, place
