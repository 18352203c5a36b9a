"""How the tests draw a map: of a few files in a folder of their own."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

from pylint_zmq.settings import Settings
from zmqlint.map.collecting import collect
from zmqlint.map.records import Creation, SocketMap


def drawn(
    root: Path, files: dict[str, str], settings: Settings | None = None, asked: list[str] | None = None
) -> SocketMap:
    """The map of `files`, or of those that are `asked` for."""
    (root / ".git").mkdir(parents=True, exist_ok=True)
    for path, code in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(dedent(code))
    wanted = [str(root / path) for path in asked or files]
    return collect(wanted, [], settings or Settings(), len(wanted))


def only(whole: SocketMap) -> Creation:
    """The one socket on a map."""
    (creation,) = (each for each in whole.creations if not each.is_context)
    return creation


def endpoints(creation: Creation) -> list[str]:
    return sorted({f"{each.action} {each.endpoint}" for each in creation.attachments})


def talks(whole: SocketMap) -> list[tuple[str, list[str], list[str]]]:
    """Endpoint, owners that bind and owners that connect, for each meeting."""

    def owners(numbers: tuple[int, ...]) -> list[str]:
        return [whole.creation(number).owner for number in numbers]

    return [(" | ".join(each.endpoints), owners(each.binding), owners(each.connecting)) for each in whole.meetings]
