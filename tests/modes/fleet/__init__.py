"""A fleet of workers: factories, classes and globals that reach over several modules."""

from fleet.links import Link, open_push

__all__ = ["Link", "open_push"]
