"""The messages that Pylint knows are those of the pages."""

from __future__ import annotations

import re

import pytest
from pylint.lint import PyLinter

from pylint_zmq.options import BY_NAME
from pylint_zmq.rules import pages


@pytest.fixture(scope="module")
def linter() -> PyLinter:
    linter = PyLinter()
    linter.load_plugin_modules(["pylint_zmq"])
    return linter


def our_messages(linter: PyLinter) -> dict[str, str]:
    """Ids by symbol of everything that the plugin's checkers registered."""
    return {
        message.symbol: message.msgid
        for checker in linter.get_checkers()
        if type(checker).__module__.startswith("pylint_zmq.")
        for message in checker.messages
    }


def test_every_message_has_a_page_and_every_page_a_message(linter: PyLinter) -> None:
    assert our_messages(linter) == {page.symbol: page.id for page in pages().values()}


def test_a_message_belongs_to_the_checker_that_its_page_names(linter: PyLinter) -> None:
    owners = {
        message.symbol: checker.name
        for checker in linter.get_checkers()
        if type(checker).__module__.startswith("pylint_zmq.")
        for message in checker.messages
    }
    assert owners == {page.symbol: page.checker for page in pages().values()}


def test_a_message_is_enabled_by_default_as_its_page_says(linter: PyLinter) -> None:
    assert {symbol: linter.is_message_enabled(symbol) for symbol in our_messages(linter)} == {
        page.symbol: page.default_enabled for page in pages().values()
    }


@pytest.mark.parametrize("symbol", pages())
def test_help_for_a_message_is_the_text_of_its_page(
    symbol: str, linter: PyLinter, capsys: pytest.CaptureFixture[str]
) -> None:
    page = pages()[symbol]
    linter.msgs_store.help_message([symbol])
    shown = re.sub(r"\s+", " ", capsys.readouterr().out)
    assert f":{page.symbol} ({page.id}): *{page.template}*" in shown
    assert page.title in shown
    assert f"belongs to the {page.checker} checker" in shown


@pytest.mark.parametrize("symbol", pages())
def test_an_option_or_message_that_a_page_names_exists(symbol: str) -> None:
    names = BY_NAME.keys() | pages().keys() | {page.checker for page in pages().values()}
    named = set(re.findall(r"`(zmq-[a-z-]+)", pages()[symbol].body))
    assert named <= names
