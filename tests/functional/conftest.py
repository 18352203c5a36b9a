"""The option of Pylint's functional tests; it exists when this folder is named on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pylint.testutils.constants import UPDATE_OPTION

if TYPE_CHECKING:
    import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(UPDATE_OPTION, action="store_true", default=False, help="write the .txt files of tests/functional")
