"""Comments to Pylint hold where they would if the whole file were taken apart into tokens."""

from __future__ import annotations

import io
import tokenize
from pathlib import Path
from typing import Any

import pytest
from pylint.lint import PyLinter

from zmqlint.linter import CommandLinter
from zmqlint.pragmas import pragma_tokens
from zmqlint.selection import Selection

OFF = "# pylint: disable=zmq-unclosed-socket"
ON = "# pylint: enable=zmq-unclosed-socket"
CASES = {
    "none": "a = 1\n",
    "behind code": f"a = 1\nb = 2  {OFF}\nc = 3\n",
    "a line of its own": f"def f():\n    a = 1\n    {OFF}\n    b = 2\n    {ON}\n    c = 3\n",
    "the next line": "a = 1\n# pylint: disable-next=zmq-unclosed-socket\nb = 2\n",
    "no line end": f"a = 1\nb = 2  {OFF}",
    "in a text": f"a = \"{OFF}\"\nb = '{OFF}'\nc = \"\"\"\n{OFF}\n\"\"\"\nd = '''\n{OFF}\n'''\n",
    "behind a text": f'a = "#"  {OFF}\nb = "\\"#"  {OFF}\nc = r"\\"  "#"  {OFF}\n',
    "behind a text of several lines": f'a = 1\nb = """\n  {ON} ""\n"""  {OFF}\nc = 1\n',
    "behind a text that is carried on": f'a = 1\nb = "x\\\n{ON}\\\ny"  {OFF}\nc = 1\n',
    "formatted, what is inserted over lines": f"a = 1\nb = f'''{{(\n1)}}\n'''  {OFF}\nc = 1\n",
    "a quote in a text": f"a = \"it's\"  {OFF}\nb = '''it's \"\"\" '' '''  {OFF}\n",
    "empty texts": f"a = \"\" '' \"\"\"\"\"\" ''''''  {OFF}\n",
    "behind a backslash": f"a = 1\nb = 1 + \\\n    2  {OFF}\nc = 1\n",
    "a backslash at the beginning": f"b = 1 + \\\n    2  {OFF}\nc = 1\n",
    "behind two backslashes": f"a = 1\nb = 1 + \\\n    2 + \\\n    3  {OFF}\nc = 1\n",
    "behind a backslash alone": f"a = 1\n\\\nb = 2  {OFF}\nc = 1\n",
    "within brackets": f"a = [  {OFF}\n    1,\n    2,  {ON}\n]\n",
    "between texts": f'a = (\n    "x"  {OFF}\n    "y"\n    {ON}\n)\n',
    "an apostrophe in a comment": f"a = 1  # it's\nb = 1  # 'quoted' {OFF}\nc = 1\n",
    "several in one": f"a = 1  # noqa {OFF},no-member # why\nb = 1\n",
    "skip-file": f"a = 1  {OFF}\n# pylint: skip-file\nb = 1  {OFF}\n",
    "formatted": f"a = f'{{1}}'  {OFF}\nb = f\"{{'#'}} {{{{ {OFF}\"  {OFF}\nc = 1\n",
    "formatted, several lines": f"a = 1\nb = f'''\n{{1}}\n{OFF}\n'''  {OFF}\nc = 1\n",
    "formatted, a brace alone": f"a = f'{{{{'  {OFF}\nb = 1\n",
    "an f in front": f"a = 1 if'{{'else 2  {OFF}\nb = 1\n",
    "other line ends": f"a = 1\r\nb = 2  {OFF}\r\nc = 3\r\n",
    "bytes": f"a = b'#'  {OFF}\nb = rb'\\'  {OFF} '\nc = 1\n",
}
#: Python since 3.12.
NESTED = {
    "quotes within quotes": f'a = {{"b": 1}}\nc = f"{{a["b"]}}"  {OFF}\nd = f"{{a["b"] + "{OFF}"}}"\ne = 1\n',
    "a comment within": f"a = f'''{{\n    1  {OFF}\n}}'''\nb = 1\n",
}


class _EveryToken(CommandLinter):
    """Does as Pylint does."""

    def process_tokens(self, tokens: list[tokenize.TokenInfo]) -> None:
        PyLinter.process_tokens(self, list(tokenize.tokenize(io.BytesIO(self._source).readline)))


def states(linter: CommandLinter, source: bytes) -> list[Any]:
    linter.check_source("a.py", source)
    state = linter.file_state
    return [state._raw_module_msgs_state, state._module_msgs_state, state._suppression_mapping, linter._ignore_file]


def python_has(source: str) -> bool:
    try:
        compile(source, "a.py", "exec")
    except SyntaxError:
        return False
    return True


@pytest.mark.parametrize("source", [*CASES.values(), *NESTED.values()], ids=[*CASES, *NESTED])
def test_they_hold_where_pylint_has_them_hold(source: str) -> None:
    if source in NESTED.values() and not python_has(source):
        pytest.skip("no such syntax in this version of Python")
    assert states(CommandLinter(Selection()), source.encode()) == states(_EveryToken(Selection()), source.encode())


def test_they_hold_in_our_own_code() -> None:
    some, every = CommandLinter(Selection()), _EveryToken(Selection())
    for path in (Path(__file__), Path(__file__).with_name("test_suppressions.py")):
        assert states(some, path.read_bytes()) == states(every, path.read_bytes())


def test_few_tokens_are_made() -> None:
    source = f"a = [1, 2, 3]\nb = 2  {OFF}\n" + "c = 3\n" * 100
    assert [token.string for token in pragma_tokens(source)] == ["\n", OFF]
