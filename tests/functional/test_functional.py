"""The cases under cases/, in the form of Pylint's own functional tests, run by Pylint's own framework.

A case is a file `x.py` whose lines end in `# [symbol]` where a message is expected, and `x.txt` with the messages in
full. `python -m pytest tests/functional --update-functional-output` writes the latter anew.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from pylint.testutils import FunctionalTestFile, LintModuleTest, lint_module_test
from pylint.testutils.constants import UPDATE_OPTION
from pylint.testutils.functional import LintModuleOutputUpdate, get_functional_test_files_from_directory

HERE = Path(__file__).parent
CASES = get_functional_test_files_from_directory(HERE / "cases")


@pytest.mark.parametrize("case", CASES, ids=[case.base for case in CASES])
def test_pylint_reports_what_the_case_expects(
    case: FunctionalTestFile, pytestconfig: pytest.Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lint_module_test, "PYLINTRC", HERE / "pylintrc")
    update = pytestconfig.getoption(UPDATE_OPTION, default=False)
    test = LintModuleOutputUpdate(case) if update else LintModuleTest(case)
    test.setUp()
    test.runTest()


def test_there_is_a_case_for_what_must_be_reported_and_for_what_must_not() -> None:
    marked = [case for case in CASES if "# [zmq-" in Path(case.source).read_text(encoding="utf-8")]
    assert 0 < len(marked) < len(CASES)
