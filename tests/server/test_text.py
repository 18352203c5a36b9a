"""Lines, positions and edits, as the protocol counts them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zmqlint.server.text import (
    UTF8,
    UTF16,
    UTF32,
    Edit,
    Position,
    Span,
    changed,
    characters,
    edits,
    encoded,
    kept_lines,
    lines_of,
    units,
)

ENCODINGS = {UTF8: "utf-8", UTF16: "utf-16-le", UTF32: "utf-32-le"}
SIZES = {UTF8: 1, UTF16: 2, UTF32: 4}

encodings = st.sampled_from(sorted(ENCODINGS))
texts = st.text("abé接🦒\f\u2028\n\r", max_size=30)


def position(text: str, index: int, encoding: str) -> Position:
    """The position of a character, worked out from scratch; between \\r and \\n there is none."""
    before = text[:index].replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return Position(len(before) - 1, len(before[-1].encode(ENCODINGS[encoding])) // SIZES[encoding])


@given(texts)
def test_lines_add_up_to_the_text_and_end_only_where_python_ends_them(text: str) -> None:
    lines = lines_of(text)
    assert "".join(lines) == text
    assert [line.rstrip("\r\n") for line in lines] == text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


@given(texts, texts, encodings, st.data())
def test_a_change_replaces_what_lies_between_two_positions(
    text: str, new: str, encoding: str, data: st.DataObject
) -> None:
    indices = [i for i in range(len(text) + 1) if text[i - 1 : i + 1] != "\r\n" or i == 0]
    start, end = sorted(data.draw(st.tuples(st.sampled_from(indices), st.sampled_from(indices))))
    span = Span(position(text, start, encoding), position(text, end, encoding))
    assert changed(text, span, new, encoding) == text[:start] + new + text[end:]


@given(texts, texts, encodings)
def test_edits_turn_one_text_into_the_other(before: str, after: str, encoding: str) -> None:
    text = before
    for edit in reversed(edits(before, after, encoding)):
        text = changed(text, edit.span, edit.text, encoding)
    assert text == after


def test_edits_leave_out_what_has_stayed() -> None:
    before = "".join(f"{number}\n" for number in range(100))
    after = before.replace("\n7\n", "\nseven\n").replace("\n80\n", "\n")
    assert edits(before, after, UTF16) == [
        Edit(Span(Position(7, 0), Position(8, 0)), "seven\n"),
        Edit(Span(Position(80, 0), Position(81, 0)), ""),
    ]


@given(texts, texts)
def test_a_kept_line_is_the_same_in_both_texts(before: str, after: str) -> None:
    old, new = lines_of(before), lines_of(after)
    kept = kept_lines(before, after)
    assert all(old[line] == new[there] for line, there in kept.items())
    assert list(kept.values()) == sorted(kept.values())
    if before == after:
        assert list(kept) == list(range(len(old)))


@pytest.mark.parametrize(("column", "expected"), [(0, 0), (2, 1), (3, 2), (4, 3), (99, 3)])
def test_a_place_beyond_the_end_of_a_line_is_its_end(column: int, expected: int) -> None:
    assert characters("🦒接a\r\n", column, UTF16) == expected
    assert units("🦒接a", UTF16) == 4


def test_a_change_beyond_the_end_of_the_text_is_at_its_end() -> None:
    assert changed("a\nb", Span(Position(7, 3), Position(9, 0)), "c", UTF16) == "a\nbc"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x = 'é'", "x = 'é'".encode()),
        ("# coding: latin-1\nx = 'é'", "# coding: latin-1\nx = 'é'".encode("latin-1")),
        ("\ufeffx = 1", b"\xef\xbb\xbfx = 1"),
        ("# coding: nonsense\n", b"# coding: nonsense\n"),
    ],
)
def test_a_text_becomes_the_bytes_that_the_editor_would_write(text: str, expected: bytes) -> None:
    assert encoded(text) == expected


def test_a_text_that_its_own_encoding_cannot_hold_has_no_bytes() -> None:
    with pytest.raises(UnicodeEncodeError):
        encoded("# coding: latin-1\n接")
