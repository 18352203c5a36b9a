"""Dataclasses whose fields nobody may set, without what Python takes to prevent it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

T = TypeVar("T")

if TYPE_CHECKING:
    from typing_extensions import dataclass_transform
else:

    def dataclass_transform(**_):
        """Do what the one of `typing` does, which Python 3.10 lacks: nothing."""
        return lambda decorator: decorator


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: type[T]) -> type[T]:
    """Make a dataclass with slots that compares and hashes by its fields.

    A type checker takes it for a frozen one. At run time it is not: to make one of those takes three times as long, and
    the values, objects and outcomes of an analysis are made by the hundred thousand.
    """
    return dataclass(slots=True, unsafe_hash=True)(cls)
