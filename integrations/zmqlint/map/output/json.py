"""The map for scripts; `version` grows when a field changes its meaning or goes. The schema is schemas/map.json."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pylint_zmq import __version__
from pylint_zmq.reporters.paths import shown

if TYPE_CHECKING:
    from zmqlint.map.output import MapView
    from zmqlint.map.records import Creation, Place

VERSION = 1


def render(view: MapView) -> str:
    """Return the document."""
    document = {
        "version": VERSION,
        "tool": {"name": "zmqlint", "version": __version__},
        "files": view.map.files,
        "creations": [_creation(each, view.root) for each in view.map.creations],
        "meetings": [
            {
                "endpoints": list(each.endpoints),
                "pattern": each.pattern,
                "by_name": each.by_name,
                "binding": list(each.binding),
                "connecting": list(each.connecting),
            }
            for each in view.map.meetings
        ],
        "failures": [
            {"path": shown(failure.path, view.root), "line": failure.line or None, "reason": failure.reason}
            for failure in view.failures
        ],
    }
    return json.dumps(document, indent=2) + "\n"


def _creation(creation: Creation, root: str) -> dict[str, Any]:
    return {
        "number": creation.number,
        **_place(creation.place, root),
        "column": creation.column,
        "kind": creation.kind,
        "flavour": creation.flavour,
        "owner": creation.owner,
        "context": creation.context,
        "attachments": [
            {"action": each.action, "endpoint": each.endpoint, "known": each.is_known, **_place(each.place, root)}
            for each in creation.attachments
        ],
        "settings": [
            {"option": each.option, "value": each.value, "on_context": each.on_context, **_place(each.place, root)}
            for each in creation.settings
        ],
        "releases": [{"how": each.how, **_place(each.place, root)} for each in creation.releases],
        "fate": creation.fate,
        "sends": creation.sends,
        "receives": creation.receives,
        "threads": list(creation.threads),
        "problems": [
            {"symbol": each.symbol, "id": each.id, "message": each.text, **_place(each.place, root)}
            for each in creation.problems
        ],
    }


def _place(place: Place, root: str) -> dict[str, Any]:
    return {"path": shown(place.path, root), "line": place.line, "scope": place.scope}
