"""The command in a project of its own, as the tests of the other commands have it."""

from cli.conftest import project, zmqlint

__all__ = ["project", "zmqlint"]
