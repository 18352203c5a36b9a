"""The JSON schemas that come with the package, and as much of a validator as the configuration needs."""

from __future__ import annotations

import json
from importlib import resources
from typing import TYPE_CHECKING, Any

from zmqlint.errors import suggestion

if TYPE_CHECKING:
    from collections.abc import Mapping

_TYPES: Mapping[str, tuple[type, str]] = {
    "string": (str, "a text"),
    "boolean": (bool, "true or false"),
    "integer": (int, "a whole number"),
    "array": (list, "a list"),
    "object": (dict, "a table"),
}


def load_schema(name: str) -> dict[str, Any]:
    """Return the schema `name` of this package."""
    text = (resources.files("zmqlint") / "schemas" / f"{name}.json").read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


def checked(value: Any, schema: Mapping[str, Any]) -> Any:
    """Return `value`, with tuples for lists, if it is what `schema` asks for. Raises ValueError with the reason."""
    kind, called = _TYPES[schema["type"]]
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise ValueError(f"must be {called}, not {value!r}")
    match value:
        case str() if value not in schema.get("enum", [value]):
            raise ValueError(f"{value!r} is none of {', '.join(schema['enum'])}{suggestion(value, schema['enum'])}")
        case int() if value < schema.get("minimum", value):
            raise ValueError(f"must be at least {schema['minimum']}, not {value}")
        case list():
            return tuple(checked(item, schema["items"]) for item in value)
        case dict():
            return {key: checked(item, schema["additionalProperties"]) for key, item in value.items()}
    return value
