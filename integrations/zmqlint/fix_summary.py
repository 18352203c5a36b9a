"""What `zmqlint fix` says: a line for each finding, a diff, and how it went."""

from __future__ import annotations

import difflib
import os
from collections import Counter
from typing import TYPE_CHECKING

from libcst_zmq.reasons import REASONS
from libcst_zmq.repairing import FIXED, OFFERED
from pylint_zmq.reading import decode_source
from zmqlint.survey import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from libcst_zmq.repairing import Outcome
    from zmqlint.fix_files import Mended


def told(path: str, outcome: Outcome) -> str:
    """One line about one finding."""
    subject = f" '{outcome.subject}'" if outcome.subject else ""
    return f"{shown(path)}:{outcome.line}: {outcome.symbol}{subject}: {_fate(outcome)}"


def _fate(outcome: Outcome) -> str:
    kind = outcome.applicability.value if outcome.applicability else ""
    why = f"{REASONS.get(outcome.reason, outcome.reason)} [{outcome.reason}]" if outcome.reason else ""
    if outcome.status == FIXED:
        return f"fixed ({kind})" + (f": {why}" if why else "")
    if outcome.suggestion:
        return f"not fixed: {why}: {outcome.suggestion}"
    if outcome.status == OFFERED:
        return f"can be fixed with --unsafe-fixes: {why}"
    return f"not fixed: {why}"


def conclusion(outcomes: Sequence[Outcome], others: int, *, written: bool) -> str:
    """The closing line: how many of each; `others` are reports that no fix is about."""
    counts = Counter(outcome.status for outcome in outcomes)
    left = len(outcomes) - counts[FIXED] - counts[OFFERED] + others
    done = f"{'Fixed' if written else 'Would fix'} {counted(counts[FIXED], 'problem')}"
    parts = [done]
    if counts[OFFERED]:
        parts.append(f"{counts[OFFERED]} more with --unsafe-fixes")
    if left:
        parts.append(f"{left} not")
    return f"{', '.join(parts)}.\n"


def diff(one: Mended) -> str:
    """The unified diff of a file, its lines ended as they are."""
    before, after = (decode_source(content)[0].splitlines(keepends=True) for content in (one.before, one.after))
    lines = difflib.unified_diff(before, after, shown(one.path), shown(one.path))
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def shown(path: str) -> str:
    """The path as people read it: relative to this folder, where it lies below."""
    relative = os.path.relpath(path)
    return path if relative.startswith("..") else relative
