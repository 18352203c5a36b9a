"""Where everything stands in the picture: those who connect on the left, the endpoints, those who bind on the right."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from statistics import fmean
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from zmqlint.map.records import Creation, Meeting, SocketMap

BOX_WIDTH = 300
PILL_WIDTH = 320
#: Room for the lines between two columns.
LANE = 110
HEAD = 40
ROW = 24
FOOT = 6
LINE = 18
_GAP = 16
#: Endpoints that are written out at one place where sockets meet.
MOST_ENDPOINTS = 3
#: Rounds of moving boxes and endpoints towards each other.
_ROUNDS = 6

LEFT = 0
MIDDLE = BOX_WIDTH + LANE
RIGHT = MIDDLE + PILL_WIDTH + LANE
WIDTH = RIGHT + BOX_WIDTH


T = TypeVar("T", bound="Item")


class Item(ABC):
    """Something with a place in its column."""

    #: Upper edge, in pixels.
    y: float = 0

    @property
    @abstractmethod
    def height(self) -> float:
        """In pixels."""


@dataclass(eq=False)
class Pill(Item):
    """An endpoint, or several that bring the same sockets together."""

    meeting: Meeting

    @property
    def lines(self) -> list[str]:
        """What is written on it."""
        endpoints = self.meeting.endpoints
        if len(endpoints) <= MOST_ENDPOINTS:
            return list(endpoints)
        return [*endpoints[: MOST_ENDPOINTS - 1], f"and {len(endpoints) - MOST_ENDPOINTS + 1} more"]

    @property
    def height(self) -> float:
        """In pixels."""
        return LINE * len(self.lines) + 10

    @property
    def middle(self) -> float:
        """Where the lines end."""
        return self.y + self.height / 2


@dataclass(eq=False)
class Box(Item):
    """A class or function with the sockets that it holds, on one side."""

    title: str
    path: str
    rows: list[Creation]

    @property
    def height(self) -> float:
        """In pixels."""
        return HEAD + ROW * len(self.rows) + FOOT

    def middle(self, creation: Creation) -> float:
        """Where the lines of a socket begin."""
        return self.y + HEAD + ROW * (self.rows.index(creation) + 0.5)


@dataclass
class Picture:
    """The whole picture."""

    pills: list[Pill] = field(default_factory=list)
    #: By side: those who connect, those who bind.
    connecting: list[Box] = field(default_factory=list)
    binding: list[Box] = field(default_factory=list)

    @property
    def items(self) -> list[Item]:
        """All that stands in it."""
        return [*self.pills, *self.connecting, *self.binding]

    @property
    def height(self) -> float:
        """In pixels."""
        return max((each.y + each.height for each in self.items), default=0)


def laid_out(whole: SocketMap) -> Picture:
    """Return the picture of who talks to whom."""
    picture = Picture(
        # Where sockets meet first; loose ends at the bottom.
        [Pill(each) for each in sorted(whole.meetings, key=lambda each: not (each.binding and each.connecting))],
        _boxes(whole, lambda meeting: meeting.connecting),
        _boxes(whole, lambda meeting: meeting.binding),
    )
    _spread(picture.pills, {pill: float(at * 60) for at, pill in enumerate(picture.pills)})
    for _ in range(_ROUNDS):
        for boxes, side in ((picture.connecting, _connecting), (picture.binding, _binding)):
            _draw_near(boxes, picture.pills, side)
        wanted = {pill: fmean(found) for pill in picture.pills if (found := list(_anchors(picture, pill)))}
        _spread(picture.pills, {pill: wanted.get(pill, pill.y) - pill.height / 2 for pill in picture.pills})
    _close_ranks(picture)
    return picture


def holder(creation: Creation) -> tuple[str, str]:
    """Return what holds a socket, and what it is called there: `Client` and `sock`, `main()` and `sock`."""
    head, separator, name = creation.owner.partition(": ")
    if separator:
        return head, name
    head, _, name = creation.owner.rpartition(".")
    return head or "module", name


def _boxes(whole: SocketMap, side: Callable[[Meeting], Iterable[int]]) -> list[Box]:
    boxes: dict[tuple[str, str], Box] = {}
    for number in dict.fromkeys(number for meeting in whole.meetings for number in side(meeting)):
        creation = whole.creation(number)
        key = (creation.place.path, holder(creation)[0])
        boxes.setdefault(key, Box(key[1], key[0], [])).rows.append(creation)
    return list(boxes.values())


def _connecting(meeting: Meeting) -> tuple[int, ...]:
    return meeting.connecting


def _binding(meeting: Meeting) -> tuple[int, ...]:
    return meeting.binding


def _draw_near(boxes: list[Box], pills: Sequence[Pill], side: Callable[[Meeting], tuple[int, ...]]) -> None:
    """Move the boxes of one side to the height of the endpoints that they are about, and sort their rows."""
    heights: dict[int, list[float]] = {}
    for pill in pills:
        for number in side(pill.meeting):
            heights.setdefault(number, []).append(pill.middle)
    for box in boxes:
        box.rows.sort(key=lambda each: (fmean(heights[each.number]), each.number))
    _spread(boxes, {box: fmean(fmean(heights[row.number]) for row in box.rows) - box.height / 2 for box in boxes})


def _anchors(picture: Picture, pill: Pill) -> Iterable[float]:
    for boxes, numbers in ((picture.connecting, pill.meeting.connecting), (picture.binding, pill.meeting.binding)):
        for box in boxes:
            yield from (box.middle(row) for row in box.rows if row.number in numbers)


def _close_ranks(picture: Picture) -> None:
    """Take out the bands in which nothing stands in any column."""
    bottom = -float(_GAP)
    shift = 0.0
    for each in sorted(picture.items, key=lambda each: each.y):
        shift += max(0.0, each.y - bottom - _GAP)
        bottom = max(bottom, each.y + each.height)
        each.y -= shift


def _spread(things: list[T], wanted: dict[T, float]) -> None:
    """Give each thing a place as near as possible to the one that is wanted, so that none stands on another."""
    things.sort(key=lambda each: wanted[each])
    top = 0.0
    for each in things:
        each.y = max(top, wanted[each])
        top = each.y + each.height + _GAP
    if not things:
        return
    # All were only pushed down: take back half of it, as far as there is room.
    pushed = fmean(each.y - wanted[each] for each in things)
    for each in things:
        each.y -= min(pushed, things[0].y)
    lowest = 0.0
    for each in things:
        each.y = max(each.y, lowest)
        lowest = each.y + each.height + _GAP
