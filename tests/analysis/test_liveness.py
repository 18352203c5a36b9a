"""What can still be read, by the smallest program for each way on.

Lines say of names what holds just before their statement: `#+ x`, it may be read before it is bound anew; `#- x`, not.
"""

from __future__ import annotations

import re
import textwrap

import pytest
from astroid import nodes

from pylint_zmq.analysis.facts import own_nodes
from pylint_zmq.analysis.liveness import liveness, may_be_read
from pylint_zmq.names.resolution import ModuleNames
from pylint_zmq.program.trees import parse_text

MARK = re.compile(r"#([+-]) (.+?)(?= #|$)", re.MULTILINE)

CASES = {
    "a name is read, and then no more": """
        use(x)  #+ x
        use()  #- x
    """,
    "a name is bound before it is read": """
        use()  #- x #- y #- z
        x = y, z = 1, 2  #- x
        use(x, y, z)  #+ x #+ y
    """,
    "what is bound is read first": """
        use()  #+ x
        x = x + 1  #+ x
        use(x)
    """,
    "something in a target is read": """
        x[y] = z.a = 1  #+ x #+ y #+ z
    """,
    "an augmented assignment reads": """
        x += 1  #+ x
        self.x += 1  #+ self.x
    """,
    "an annotation binds nothing": """
        x: int  #+ x
        y: int = 1  #- y
        use(x, y)
    """,
    "what is deleted is gone": """
        del x, y[z]  #- x #+ y #+ z
        use(x)
    """,
    "a definition and an import bind": """
        def x(a=y): pass  #- x #+ y
        import z  #- z
        from elsewhere import a as b  #- b #+ c
        use(x, z, b, c)
    """,
    "either branch": """
        if a:  #+ a #+ x #+ y #- z
            use(x)  #+ x #- y
        else:
            use(y)  #+ y #- x
        z = 1
        use(z)
    """,
    "a branch may be left out": """
        if a:  #+ x
            x = 1  #- x
        use(x)
    """,
    "an expression may be left out": """
        use(a and (x := 1))  #+ x
        use(x)
    """,
    "what an expression binds in any case": """
        use()  #- x #+ y #- z #- a
        if not ((x := b) is None or (y := c)):  #+ y #- x
            use(x, y)
        use(a := [z := 1])  #- z #- a
        while (b := use((c := 1))) and a:  #- b #- c #+ a #+ x
            use(b, c, z, a, x)
    """,
    "a match reads its subject, its patterns and its guards, and may match nothing": """
        match x:  #+ x #+ y #+ z #+ a #+ b #- c
            case y.one if z:
                return a  #+ a #- b
            case _:
                b = 1  #- b
        use(b)
    """,
    "a loop goes back": """
        while a:  #+ a #+ x #- y
            y = 1  #+ x
            use(x)  #+ x
            use(y)  #+ x #+ a
        use()  #- x #- a
    """,
    "an inner loop goes back further": """
        while a:  #+ x
            for y in z:  #+ x #+ z #- y
                use(y)  #+ x
            use(x)  #+ x #+ a #+ z
    """,
    "the target of a loop is bound, what it goes through is read once": """
        for x, y[z] in a:  #- x #+ y #+ z #+ a
            use(x)  #- a #+ z
    """,
    "what is not bound anew in a turn is read in the next": """
        for x in a:  #+ y
            if x:  #+ y
                y = 1  #- y
            use(y)
    """,
    "continue goes to the next turn": """
        while a:
            if b:
                continue  #+ a #+ x
            y = 1  #- y
            use(x, y)
    """,
    "break goes behind the loop, not into its else": """
        while a:
            if b:
                break  #+ y #- a #- x
            use()  #+ x
        else:
            use(x)  #+ x #+ y
        use(y)
    """,
    "the else of a for": """
        for a in b:
            if a:
                break  #- x
            use()  #+ x
        else:
            use(x)
    """,
    "return and raise go nowhere else": """
        if a:
            return b  #+ b #- x
        if a:
            raise b from c  #+ b #+ c #- x
        use(x)
    """,
    "any statement of a try may lead to a handler": """
        try:
            x = 1  #+ x #- y
            y = 2  #+ x #- y
        except b:  # the class of the handler
            return x  #+ x #- y
        use(y)
    """,
    "a try reads the classes of its handlers": """
        use()  #+ b
        try:
            use()  #+ b
        except b:
            pass
    """,
    "a handler binds its name": """
        use()  #- x
        try:
            use()  #- x
        except ValueError as x:
            use(x)  #+ x
    """,
    "else is not guarded by the handlers": """
        try:
            use()  #+ x #+ y
        except ValueError:
            use(x)
        else:
            use()  #- x #+ y
            use(y)
    """,
    "an exception may pass the handlers by": """
        try:
            try:
                use()  #+ x
            except ValueError:
                use()  #+ x
        except TypeError:
            use(x)
    """,
    "finally follows the try, its handlers and its else": """
        try:
            use()  #+ x
        except ValueError:
            use()  #+ x
        else:
            x = 1  #+ x
            x = 2  #+ x
        finally:
            use(x)  #+ x #- y
    """,
    "finally goes on after the try": """
        try:
            use()
        finally:
            use()  #+ x
        use(x)
    """,
    "finally goes on to an outer handler": """
        try:
            try:
                use()
            finally:
                x = 1  #+ x
        except ValueError:
            use(x)
    """,
    "finally goes on with the loop": """
        while a:
            try:
                if b:
                    continue
                return
            finally:
                use()  #+ x
            return
        else:
            use(x)
    """,
    "finally goes on behind the loop": """
        while a:
            try:
                if b:
                    break
                return
            finally:
                use()  #+ x
            return
        else:
            return
        use(x)
    """,
    "finally goes on to an outer finally": """
        try:
            try:
                return
            finally:
                use()  #+ x
        finally:
            use(x)
    """,
    "a return goes to finally": """
        try:
            return  #+ x
        finally:
            use(x)
    """,
    "a break goes to finally": """
        while a:
            try:
                break  #+ x
            finally:
                use(x)
    """,
    "parts of a group go to one handler after the other": """
        try:
            use()
        except* ValueError:
            x = 1  #+ x
        except* TypeError:
            use(x)
    """,
    "what is raised in a with may be swallowed": """
        with a as b:  #+ a #+ x #- b
            x = b  #+ x #+ b
        use(x)
    """,
    "what is raised by a further item may be swallowed": """
        with a, b as x:  #+ x
            use()
        use(x)
    """,
    "a comprehension reads": """
        use([a for a in x if y])  #+ x #+ y
    """,
    "a nested function reads for ever": """
        x = y = z = 1  #+ x #+ y #- z
        def inner(a):
            nonlocal y
            y = a
            return x
        use(z)  #+ x
        x = 2  #+ x
    """,
    "a lambda and a class read for ever": """
        use(lambda: x)  #+ x
        class A:
            b = y  # what it has it keeps
        use()  #+ x #+ y
    """,
    "what belongs to others is read for ever": """
        global x
        use()  #+ x
    """,
    "an attribute is read by any path that ends in it": """
        self.x = 1  #+ self.x #- self.y #- self.x.y
        use(other.x)  #+ self.x #+ @1.2.x #- x.y
        use()  #- self.x
    """,
    "getattr reads every path": """
        use()  #+ self.x
        getattr(self, name)
    """,
    "a comparison is evaluated again": """
        if x == 1:  #+ ?x == 1 #- ?x == 2
            use()  #+ ?x == 1
        use(x == 1)  #+ ?x == 1
        use()  #- ?x == 1
    """,
    "a comparison with a name that is bound anew tells nothing": """
        use()  #- ?x == 1 #+ ?y == 1
        x = 1
        use(x == 1, y == 1)
    """,
    "what is not the program's own is left alone": """
        use()  #+ %0 #+ &1.2.with #+ !x #+ ^ #+ #raised
    """,
}


def _statements(text: str) -> tuple[nodes.FunctionDef, dict[int, nodes.NodeNG]]:
    module = parse_text(text)
    function = module.body[0]
    return function, {node.lineno: node for node in reversed([*own_nodes(function)]) if node.is_statement}


@pytest.mark.parametrize("case", CASES)
def test_what_can_still_be_read(case: str) -> None:
    text = f"def f(self):\n{textwrap.indent(textwrap.dedent(CASES[case]), '    ')}"
    function, statements = _statements(text)
    found = liveness(function, ModuleNames(function.root(), None))
    wrong = [
        f"line {number}: {sign} {name}"
        for number, line in enumerate(text.splitlines(), 1)
        for sign, name in MARK.findall(line)
        if may_be_read(name, found.before[statements[number]]) != (sign == "+")
    ]
    assert not wrong


def test_every_case_says_something() -> None:
    assert not [case for case, text in CASES.items() if not MARK.search(text)]


def test_the_next_element_is_not_bound_at_a_turn() -> None:
    function, statements = _statements("def f(a):\n    for x in a:\n        use(x, y)\n    use(a)")
    turn = liveness(function, ModuleNames(function.root(), None)).at_turns[statements[2]]
    assert not may_be_read("x", turn)
    assert may_be_read("y", turn)
    assert may_be_read("a", turn)


def test_a_module_is_read_by_its_functions() -> None:
    module = parse_text("import use\nx = y = 1\nuse(x)\ndef f():\n    return y")
    live = liveness(module, ModuleNames(module, None)).before[module.body[2]]
    assert may_be_read("y", live)
    assert not may_be_read("z", live)
