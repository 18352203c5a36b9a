"""Random programs that receive, in every order of timeouts, polls, branches, loops and exceptions."""

from __future__ import annotations

from random import Random

HEAD = """import zmq


def run(ctx):
    a = ctx.socket(zmq.DEALER)
    b = ctx.socket(zmq.DEALER)
    c = a
    ready = 0
"""

NAMES = ("a", "b", "c")


class Grammar:
    """Writes one program; the same seed gives the same."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)

    def program(self) -> str:
        return HEAD + "\n".join(self.block(1, 3, in_loop=False)) + "\n"

    def block(self, depth: int, budget: int, *, in_loop: bool) -> list[str]:
        lines: list[str] = []
        for _ in range(self._random.randint(1, 3)):
            lines += self.statement(depth, budget, in_loop=in_loop)
        return lines

    def statement(self, depth: int, budget: int, *, in_loop: bool) -> list[str]:
        pad = "    " * depth
        if budget and self._random.random() < 0.5:
            return self.compound(pad, depth, budget - 1, in_loop=in_loop)
        return [pad + self.simple(in_loop=in_loop)]

    def simple(self, *, in_loop: bool) -> str:
        sock, other = self._random.choice(NAMES), self._random.choice(NAMES[:2])
        choices = [
            f"{sock}.recv_multipart()",
            f"{sock}.recv_multipart()",
            f"{sock}.recv_multipart(zmq.NOBLOCK)",
            f"{sock}.rcvtimeo = 100",
            f"{sock}.setsockopt(zmq.RCVTIMEO, 100)",
            f"{sock}.rcvtimeo = -1",
            f"{sock}.recv_multipart() if {sock}.poll(10) else work()",
            f"{sock}.poll(10) and {sock}.recv_multipart()",
            f"ready = {sock}.poll(10)",
            "ready = 0",
            f"c = {other}",
            f"{other} = ctx.socket(zmq.DEALER)",
            "work()",
            "return",
        ]
        if in_loop:
            choices += ["break", "continue"]
        return self._random.choice(choices)

    def condition(self) -> str:
        sock = self._random.choice(NAMES)
        return self._random.choice(
            [
                "cond()",
                f"{sock}.poll(10)",
                f"{sock}.poll(10) > 0",
                f"not {sock}.poll(10)",
                f"{sock}.poll(10) == 0",
                "ready",
                "not ready",
                f"cond() and {sock}.poll(10)",
                f"cond() or {sock}.poll(10)",
                f"(ready := {sock}.poll(10))",
            ]
        )

    def compound(self, pad: str, depth: int, budget: int, *, in_loop: bool) -> list[str]:
        kind = self._random.choice(["if", "if", "if-else", "for", "except", "finally", "full"])
        inside = self.block(depth + 1, budget, in_loop=in_loop or kind == "for")
        more = self.block(depth + 1, budget, in_loop=in_loop)
        last = self.block(depth + 1, 0, in_loop=False)
        last = [line for line in last if line.strip() != "return"] or [f"{pad}    work()"]
        match kind:
            case "if":
                return [f"{pad}if {self.condition()}:", *inside]
            case "if-else":
                return [f"{pad}if {self.condition()}:", *inside, f"{pad}else:", *more]
            case "for":
                return [f"{pad}for _ in rounds():", *inside]
            case "except":
                return [f"{pad}try:", *inside, f"{pad}except Exception:", *more]
            case "finally":
                return [f"{pad}try:", *inside, f"{pad}finally:", *last]
        return [f"{pad}try:", *inside, f"{pad}except ValueError:", *more, f"{pad}finally:", *last]
