"""The data about pyzmq is what the installed pyzmq says."""

import ast
import importlib
from pathlib import Path
from typing import get_origin

import pytest
import zmq
import zmq.asyncio
import zmq.constants

from pylint_zmq.model import classes, constants
from pylint_zmq.names.canonical import canonical


@pytest.mark.parametrize("enum", sorted(constants.ENUMS))
def test_the_members_of_each_enum(enum: str) -> None:
    real = {name for name in getattr(zmq.constants, enum).__members__ if not name.startswith("PROTOCOL_ERROR")}
    assert constants.ENUMS[enum] == real


@pytest.mark.parametrize("option", constants.OPTIONS.values(), ids=lambda each: each.name)
def test_each_option_has_its_number_and_its_owner(option: constants.Option) -> None:
    real = getattr(zmq, option.name)
    assert (int(real), type(real).__name__) == (option.number, option.owner.value)


def test_each_socket_type_has_its_number() -> None:
    assert {name: int(getattr(zmq, name)) for name in constants.SOCKET_TYPES} == constants.SOCKET_TYPES


@pytest.mark.parametrize("table", [constants.FLAGS, constants.POLL_EVENTS, constants.DEVICE_TYPES])
def test_each_flag_has_its_number(table: dict[str, int]) -> None:
    assert {name: int(getattr(zmq, name)) for name in table} == table


def test_an_older_name_is_the_same_constant() -> None:
    assert all(getattr(zmq, old) is getattr(zmq, new) for old, new in constants.ALIASES.items())


def test_every_constant_is_exported() -> None:
    assert [name for name in sorted(constants.CONSTANTS) if not hasattr(zmq, name)] == []


def test_what_zmq_does_not_export_is_no_constant() -> None:
    assert not {"EMFILE", "EINTR"} & constants.CONSTANTS


def test_a_star_import_brings_in_what_zmq_exports() -> None:
    missing = set(zmq.__all__) - classes.STAR_NAMES - classes.STAR_ENUMS - constants.CONSTANTS
    rare = (
        "_",
        "PROTOCOL_ERROR",
        "NORM_",
        "NOTIFY_",
        "RECONNECT",
        "Draft",
        "PYZMQ_DRAFT",
        "Norm",
        "Reconnect",
        "Router",
    )
    borrowed = {"Enum", "IntEnum", "IntFlag"}
    assert {name for name in missing - borrowed if not name.startswith(rare)} == set()


@pytest.mark.parametrize("name", sorted(classes.EXCEPTIONS))
def test_the_hierarchy_of_exceptions(name: str) -> None:
    def named(cls: type) -> str:
        return canonical(f"{cls.__module__}.{cls.__name__}")

    real = getattr(zmq, name.removeprefix("zmq."))
    assert classes.BASES[name] == tuple(named(base) for base in real.__bases__)


@pytest.mark.parametrize("flavour", ["Context", "Socket", "Poller"])
def test_async_classes_derive_from_the_plain_ones(flavour: str) -> None:
    assert issubclass(getattr(zmq.asyncio, flavour), getattr(zmq, flavour))
    assert classes.BASES[f"zmq.asyncio.{flavour}"] == (f"zmq.{flavour}",)


def importable(module: str) -> object | None:
    """The module, or None where tornado, gevent or an older pyzmq would be needed."""
    try:
        return importlib.import_module(module)
    except ImportError:
        return None


@pytest.mark.parametrize("alias", sorted(classes.MODULE_ALIASES))
def test_a_public_name_of_an_aliased_module_is_the_same_object(alias: str) -> None:
    module = importable(alias)
    for name in getattr(module, "__all__", ()):
        holder, _, member = canonical(f"{alias}.{name}").rpartition(".")
        found = importable(holder)
        given = getattr(module, name)
        # SyncContext is the generic Context with its argument.
        plain = get_origin(given) or given
        assert found is None or getattr(found, member, plain) is plain


def test_modules_are_where_pyzmq_has_them() -> None:
    root = Path(zmq.__file__).parent
    gone = {"zmq.sugar.constants"}
    for module in classes.MODULES - gone:
        path = root.joinpath(*module.split(".")[1:])
        assert path.with_suffix(".py").is_file() or (path / "__init__.py").is_file(), module


def test_green_names_are_those_of_the_green_module() -> None:
    tree = ast.parse(Path(zmq.__file__).with_name("green").joinpath("__init__.py").read_text())
    own = {target.id for node in tree.body if isinstance(node, ast.Assign) for target in node.targets}
    assert {f"zmq.green.{name}" for name in own} == {name for name in classes.KEPT_NAMES if name in classes.BASES}
