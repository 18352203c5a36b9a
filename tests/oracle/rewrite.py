"""Puts hooks into the text of a program, so that the world knows the line, the exceptions and the creations."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import Any

#: Name under which a program reaches the world.
WORLD = "_oracle"

#: Names of methods and classes whose calls make a resource.
CREATORS = frozenset({"socket", "Socket", "Context"})


@dataclass(frozen=True)
class Site:
    """A creation call: line from 1, column from 0, and the top-level function (or class.method) that holds it."""

    line: int
    column: int
    owner: str


def parse(node: str) -> list[ast.stmt]:
    return ast.parse(node).body


class Rewriter(ast.NodeTransformer):
    """Rewrites one module; `sites` are the creation calls met."""

    def __init__(self, module: ast.Module, owners: bool = False) -> None:
        self.sites: list[Site] = []
        #: Classes whose instances are resources themselves.
        self.owners = {n.name for n in module.body if isinstance(n, ast.ClassDef)} if owners else set()
        self.visible = {n.name for n in ast.walk(module) if isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef))}
        #: Some nested function or lambda may capture variables.
        self.capturing = len(nested(module)) > 0
        self.owner: list[str] = []
        self.globals: list[frozenset[str]] = [frozenset()]
        self.loops = 0
        self.groups = 0

    # -- statement lists ---------------------------------------------------------------------------------------------
    def block(self, body: list[ast.stmt], first: str = "") -> list[ast.stmt]:
        """The statements with a line mark before each; `first` is code to run before them."""
        out: list[ast.stmt] = []
        if first and body:
            out += placed(parse(first), body[0])
        for statement in body:
            mark = f"{WORLD}.line = {statement.lineno}"
            if self.capturing:
                mark = f"{WORLD}.seen()\n{mark}"
            if isinstance(statement, (ast.Return, ast.Break, ast.Continue)):
                mark += f"\n{WORLD}.exit = {statement.lineno}"
            out += placed(parse(mark), statement)
            if isinstance(statement, (ast.For, ast.AsyncFor, ast.While)):
                out += self.looped(statement)
                continue
            done = self.visit(statement)
            out += done if isinstance(done, list) else [done]
        return out

    def looped(self, loop: ast.For | ast.AsyncFor | ast.While) -> list[ast.stmt]:
        self.loops += 1
        number = self.loops
        for name, value in ast.iter_fields(loop):
            if isinstance(value, ast.expr):
                setattr(loop, name, self.visit(value))
        loop.body = self.block(loop.body, f"{WORLD}.tick({number}, {not isinstance(loop, ast.While)})")
        loop.orelse = self.block(loop.orelse)
        return [*placed(parse(f"{WORLD}.loop({number})"), loop), loop]

    def generic_visit(self, node: ast.AST) -> ast.AST:
        for name, value in ast.iter_fields(node):
            if isinstance(value, list) and value and isinstance(value[0], ast.stmt):
                handles = name == "finalbody" or isinstance(node, ast.ExceptHandler)
                setattr(node, name, self.block(value, f"{WORLD}.caught()" if handles else ""))
            elif isinstance(value, list):
                setattr(node, name, [self.visit(v) if isinstance(v, ast.AST) else v for v in value])
            elif isinstance(value, ast.AST):
                setattr(node, name, self.visit(value))
        return node

    # -- definitions -------------------------------------------------------------------------------------------------
    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> ast.AST:
        if not self.owner or self.owner[-1].endswith("."):
            self.owner.append("".join([*self.owner, node.name]))
        else:
            self.owner.append(self.owner[-1])
        names = {name for n in node.body if isinstance(n, ast.Global) for name in n.names}
        self.globals.append(frozenset(names))
        done = self.generic_visit(node)
        self.globals.pop()
        self.owner.pop()
        return done

    visit_AsyncFunctionDef = visit_FunctionDef  # noqa: N815 (the name that ast asks for)

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        self.owner.append(f"{node.name}.")
        done = self.generic_visit(node)
        if node.name in self.owners:
            node.decorator_list.append(ast.copy_location(ast.parse(f"{WORLD}.owner", mode="eval").body, node))
            for part in ast.walk(node.decorator_list[-1]):
                ast.copy_location(part, node)
        self.owner.pop()
        return done

    # -- statements --------------------------------------------------------------------------------------------------
    def visit_Raise(self, node: ast.Raise) -> ast.AST | list[ast.stmt]:
        if node.exc is None:
            return [*placed(parse(f"{WORLD}.reraising()"), node), node]
        node.exc = hook("raising", [self.visit(node.exc)], node)
        if node.cause is not None:
            node.cause = self.visit(node.cause)
        return node

    def visit_TryStar(self, node: Any) -> ast.stmt:
        """What the handlers of `except*` leave of a group is raised again when all are done; a whole one goes on."""
        self.groups += 1
        number = self.groups
        self.generic_visit(node)
        node.body[:0] = placed(parse(f"{WORLD}.whole({number})"), node)
        for handler in node.handlers:
            handler.body[:0] = placed(parse(f"{WORLD}.parted({number})"), node)
        handled = placed(parse(f"{WORLD}.going_on({number})\nraise"), node)
        caught = ast.copy_location(ast.Name("BaseException", ast.Load()), node)
        again = ast.copy_location(ast.ExceptHandler(caught, None, handled), node)
        whole = ast.copy_location(ast.Try([node], [again], [], node.finalbody), node)
        node.finalbody = []
        return whole

    def visit_Assert(self, node: ast.Assert) -> ast.AST:
        test = ast.copy_location(ast.UnaryOp(ast.Not(), self.visit(node.test)), node)
        failed = ast.Raise(hook("raising", [ast.Name("AssertionError", ast.Load())], node), None)
        return ast.fix_missing_locations(ast.copy_location(ast.If(test, [failed], []), node))

    def visit_Import(self, node: ast.Import | ast.ImportFrom) -> ast.AST | list[ast.stmt]:
        return [*placed(parse(f"{WORLD}.unseen()"), node), node] if self.owner else node

    visit_ImportFrom = visit_Import  # noqa: N815 (the name that ast asks for)

    def visit_Assign(self, node: ast.Assign) -> ast.AST | list[ast.stmt]:
        done = self.generic_visit(node)
        stored = {
            name.id
            for target in node.targets
            for name in ast.walk(target)
            if isinstance(name, ast.Name) and name.id in self.globals[-1]
        }
        if not stored:
            return done
        return [node, *placed(parse(f"{WORLD}.give({', '.join(sorted(stored))})"), node)]

    # -- calls -------------------------------------------------------------------------------------------------------
    def visit_Call(self, node: ast.Call) -> ast.AST:
        place = node.lineno, node.col_offset
        self.generic_visit(node)
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name in CREATORS:
            return hook("made", [self.site(*place), node], node)
        if name in self.visible or name in self.owners:
            return hook("came", [self.site(*place), hook("now", [], node), node], node)
        return node

    def site(self, line: int, column: int) -> ast.expr:
        self.sites.append(Site(line, column, self.owner[-1] if self.owner else ""))
        return ast.Constant(len(self.sites) - 1)


def nested(module: ast.Module) -> list[ast.AST]:
    """The functions within functions, and the lambdas."""
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    outer = [n for n in module.body if isinstance(n, functions)]
    below = [n for function in outer for statement in function.body for n in ast.walk(statement)]
    return [n for n in below if isinstance(n, (*functions, ast.Lambda))]


def placed(made: list[ast.stmt], at: ast.stmt) -> list[ast.stmt]:
    """The new statements, at the place of an old one."""
    for statement in made:
        for node in ast.walk(statement):
            if "lineno" in node._attributes:
                ast.copy_location(node, at)
                node.end_lineno, node.end_col_offset = at.lineno, at.col_offset  # type: ignore[attr-defined]
    return made


def hook(name: str, args: list[ast.expr], at: ast.AST) -> ast.Call:
    """A call of one of the world's hooks."""
    call = ast.Call(ast.Attribute(ast.Name(WORLD, ast.Load()), name, ast.Load()), args, [])
    for node in ast.walk(call):
        if "lineno" in node._attributes and not hasattr(node, "lineno"):
            ast.copy_location(node, at)
    return call
