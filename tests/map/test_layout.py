"""Where things stand in the picture."""

from __future__ import annotations

from itertools import combinations

from zmqlint.map.layout import Box, Item, Pill, laid_out
from zmqlint.map.records import Creation, Meeting, Place, SocketMap


def town(size: int) -> SocketMap:
    """Some sockets with an endpoint for each, of which every third meets a server that is far away."""
    creations = [Creation(at, Place(f"f{at % 7}.py", at), 1, "REQ", "", f"C{at % 11}.s{at}") for at in range(size)]
    meetings = [
        Meeting((f"tcp://x:{at}",), "request-reply", False, ((at * 5) % size,) if not at % 3 else (), (at,))
        for at in range(size)
    ]
    return SocketMap(tuple(creations), tuple(meetings), size)


def column(item: Item, connecting: list[Box]) -> str:
    return "pill" if isinstance(item, Pill) else "left" if item in connecting else "right"


def test_nothing_stands_on_anything_else_and_no_room_is_wasted() -> None:
    for size in (1, 2, 9, 60):
        picture = laid_out(town(size))
        for one, other in combinations(picture.items, 2):
            if column(one, picture.connecting) == column(other, picture.connecting):
                assert one.y + one.height <= other.y or other.y + other.height <= one.y
        items = sorted(picture.items, key=lambda item: item.y)
        bottom = 0.0
        for item in items:
            assert item.y - bottom <= 16.001
            bottom = max(bottom, item.y + item.height)
        assert items[0].y >= 0
        assert picture.height == bottom


def test_every_socket_with_an_endpoint_is_in_the_picture() -> None:
    picture = laid_out(town(30))
    assert {row.number for box in picture.connecting for row in box.rows} == set(range(30))
    assert {row.number for box in picture.binding for row in box.rows} == {(at * 5) % 30 for at in range(0, 30, 3)}


def test_no_sockets_make_no_picture() -> None:
    assert laid_out(SocketMap()).height == 0
