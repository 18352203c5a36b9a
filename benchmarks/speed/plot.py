"""Curves as an SVG picture, both axes logarithmic, written by hand so that nothing need be installed for it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_WIDTH, _HEIGHT, _LEFT, _BOTTOM, _TOP, _RIGHT = 760, 460, 64, 44, 18, 250
_COLOURS = ("#1b6ca8", "#c8553d", "#3a7d44", "#8e5ea2", "#b8860b", "#444444", "#d4548e")


def svg(curves: Mapping[str, Sequence[tuple[float, float]]]) -> str:
    """Return the picture of `curves`: points of (size, seconds), and a dashed line that grows as the size does."""
    points = [point for curve in curves.values() for point in curve]
    low_x, high_x = _decades(x for x, _ in points)
    low_y, high_y = _decades(y for _, y in points)

    def at(x: float, y: float) -> tuple[float, float]:
        along = (math.log10(x) - low_x) / (high_x - low_x) * (_WIDTH - _LEFT - _RIGHT)
        up = (math.log10(y) - low_y) / (high_y - low_y) * (_HEIGHT - _TOP - _BOTTOM)
        return _LEFT + along, _HEIGHT - _BOTTOM - up

    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" '
            'font-family="sans-serif" font-size="12">'
        ),
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="white"/>',
    ]
    for decade in range(low_x, high_x + 1):
        x, y = at(10**decade, 10**low_y)
        parts.append(f'<line x1="{x:.0f}" y1="{y:.0f}" x2="{x:.0f}" y2="{_TOP}" stroke="#ddd"/>')
        parts.append(f'<text x="{x:.0f}" y="{y + 16:.0f}" text-anchor="middle">{10**decade:,}</text>')
    for decade in range(low_y, high_y + 1):
        x, y = at(10**low_x, 10**decade)
        parts.append(f'<line x1="{x:.0f}" y1="{y:.0f}" x2="{_WIDTH - _RIGHT}" y2="{y:.0f}" stroke="#ddd"/>')
        parts.append(f'<text x="{x - 6:.0f}" y="{y + 4:.0f}" text-anchor="end">{10.0**decade:g} s</text>')
    steps = min(high_x - low_x, high_y - low_y)
    start, end = at(10**low_x, 10**low_y), at(10 ** (low_x + steps), 10 ** (low_y + steps))
    parts.append(
        f'<line x1="{start[0]:.0f}" y1="{start[1]:.0f}" x2="{end[0]:.0f}" y2="{end[1]:.0f}" '
        'stroke="#999" stroke-dasharray="4 4"/>'
    )
    for number, (name, curve) in enumerate(curves.items()):
        colour = _COLOURS[number % len(_COLOURS)]
        placed = [at(x, y) for x, y in curve]
        line = " ".join(f"{x:.1f},{y:.1f}" for x, y in placed)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in placed]
        y = _TOP + 16 + 20 * number
        parts.append(f'<rect x="{_WIDTH - _RIGHT + 14}" y="{y - 9}" width="10" height="10" fill="{colour}"/>')
        parts.append(f'<text x="{_WIDTH - _RIGHT + 30}" y="{y}">{name}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"


def _decades(values: object) -> tuple[int, int]:
    logs = [math.log10(max(value, 1e-3)) for value in values]  # type: ignore[attr-defined]
    return math.floor(min(logs)), max(math.floor(min(logs)) + 1, math.ceil(max(logs)))
