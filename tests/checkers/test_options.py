"""Options are the settings, under Pylint's names."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import fields

import pytest
from pylint.lint import PyLinter

import pylint_zmq
from pylint_zmq.options import OPTIONS, OptionError, settings_from
from pylint_zmq.settings import Settings


@pytest.fixture
def config() -> Namespace:
    linter = PyLinter()
    pylint_zmq.register(linter)
    return linter.config


def test_each_setting_has_its_option() -> None:
    assert [option.field for option in OPTIONS] == [field.name for field in fields(Settings)]


def test_the_defaults_of_the_options_are_those_of_the_settings(config: Namespace) -> None:
    assert settings_from(config) == Settings()


@pytest.mark.parametrize(
    ("option", "value", "reason"),
    [
        ("zmq_min_version", "24.", "zmq-min-version = 24.: must be a version of pyzmq such as 24 or 25.1"),
        ("zmq_max_states", 1, "zmq-max-states = 1: must be 2 or more"),
        (
            "zmq_closers",
            ["shut", "pkg.end()"],
            (
                "zmq-closers = shut,pkg.end(): must be names such as make_socket or package.module.make_socket, "
                "and 'pkg.end()' is none"
            ),
        ),
    ],
)
def test_a_wrong_value_is_refused_with_its_reason(config: Namespace, option: str, value: object, reason: str) -> None:
    setattr(config, option, value)
    with pytest.raises(OptionError) as caught:
        settings_from(config)
    assert str(caught.value) == reason


@pytest.mark.parametrize(("text", "version"), [("24", (24, 0)), ("25.1", (25, 1)), (" 22.0 ", (22, 0))])
def test_versions(config: Namespace, text: str, version: tuple[int, int]) -> None:
    config.zmq_min_version = text
    assert settings_from(config).min_version == version
