"""Libraries whose decorators make a function the work of a command. Data only.

Click: `@click.command()`, and `@group.command()` for a function that is a `@click.group()` itself
(https://click.palletsprojects.com). Typer and Cyclopts: `@app.command()` for an app that is an object.
"""

from __future__ import annotations

#: Modules whose functions of these names are such decorators.
MODULES: frozenset[str] = frozenset({"click", "rich_click", "asyncclick", "typer"})
DECORATORS: frozenset[str] = frozenset({"command", "group", "callback", "default"})

#: Classes with methods of these names that are.
APPS: frozenset[str] = frozenset({"typer.Typer", "cyclopts.App", "click.Group"})
