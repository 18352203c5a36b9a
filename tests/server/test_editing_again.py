"""What a text keeps from its earlier state makes no difference to what is found in it."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from pylint_zmq.program import Program
from zmqlint.cli import parser
from zmqlint.server.analyst import Analyst
from zmqlint.server.messages import Answer, Check, Subject

EXAMPLES = Path(__file__).parents[2] / "examples" / "jobs"
TYPED = [
    "{indent}number = 1",
    "{indent}zmq.Context.instance().socket(zmq.PUB)",
    "{indent}return",
    "{indent}raise ValueError",
    "{indent}# a comment",
    "{indent}(",
    "",
    "def added(ctx):\n    left = ctx.socket(zmq.PULL)\n    left.recv()",
    "import zmq",
    "zmq = None",
]


def analyst() -> Analyst:
    return Analyst(parser().parse_args(["server"]), "utf-16")


def edited(text: str, chance: random.Random) -> str:
    """The text after somebody has typed, copied or deleted some lines."""
    lines = text.split("\n")
    at = chance.randrange(len(lines))
    last = min(len(lines), at + chance.choice([1, 1, 1, 2, 8]))
    indent = lines[at][: len(lines[at]) - len(lines[at].lstrip())]
    match chance.randrange(4):
        case 0:
            lines[at:at] = [chance.choice(TYPED).format(indent=indent)]
        case 1:
            del lines[at:last]
        case 2:
            lines[at:at] = lines[at:last]
        case 3:
            lines[at] = lines[at].replace("close", "send") if "close" in lines[at] else f"{lines[at]}  # {at}"
    return "\n".join(lines)


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("[!_]*.py")), ids=lambda path: path.stem)
def test_a_text_that_was_edited_is_judged_as_one_that_was_just_opened(path, folder):
    chance = random.Random(path.stem)
    text = path.read_text()
    place = str(folder / path.name)
    steady = analyst()
    good = text
    for _ in range(12):
        subject = Subject(place, text, str(folder))
        found = steady.answer(Check(subject))
        known = dict(Program._known)
        Program.forget_all()
        assert analyst().answer(Check(subject)) == found
        Program._known.update(known)
        assert isinstance(found, Answer)
        good = good if found.failure else text
        text = edited(good, chance)
