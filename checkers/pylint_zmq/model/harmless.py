"""What cannot raise, as far as the analysis is concerned. Everything else can. Data only."""

from __future__ import annotations

#: Builtins that neither raise nor keep what they are given. `getattr` only with a default (three arguments).
HARMLESS_BUILTINS: frozenset[str] = frozenset(
    f"builtins.{name}"
    for name in (
        "bool callable dict enumerate float frozenset getattr hasattr id int isinstance issubclass len list max min "
        "print range repr reversed set sorted str sum tuple type zip"
    ).split()
)

#: Those among them that only ask something about what they are given.
ASKING_BUILTINS: frozenset[str] = frozenset("bool callable hasattr id isinstance len print repr str type".split())

HARMLESS_FUNCTIONS: frozenset[str] = frozenset(
    {"time.time", "time.monotonic", "time.perf_counter", "time.sleep", "logging.getLogger"}
)

#: Modules whose functions never raise and keep nothing.
HARMLESS_MODULES: frozenset[str] = frozenset({"logging", "warnings"})

#: Methods of a logger, where the receiver is one by its import, its assignment or its name.
LOGGER_METHODS: frozenset[str] = frozenset(
    "debug info warning warn error exception critical fatal log isEnabledFor setLevel addHandler removeHandler "
    "getChild".split()
)

#: Names that a logger goes by where nothing else tells (the last part of a dotted path, lower case, no underscores).
LOGGER_NAMES: frozenset[str] = frozenset({"log", "logger", "logging"})

#: Methods that release a zmq thing and do not raise.
RELEASING_METHODS: frozenset[str] = frozenset({"close", "term", "destroy"})

#: Builtins that make a container of what they are given (kind of the result), or hand it through.
CONTAINER_BUILTINS: dict[str, str] = {
    "builtins.list": "list",
    "builtins.tuple": "tuple",
    "builtins.set": "set",
    "builtins.frozenset": "set",
    "builtins.dict": "dict",
    "builtins.sorted": "list",
    "builtins.reversed": "list",
    "builtins.enumerate": "enumerate",
    "builtins.zip": "zip",
    "builtins.range": "range",
    "collections.deque": "list",
    "collections.OrderedDict": "dict",
    "builtins.iter": "list",
}

#: Builtins that return one of their arguments.
CHOOSING_BUILTINS: frozenset[str] = frozenset({"builtins.max", "builtins.min"})

#: Methods that put their argument into the object, with the kind of container that has such a method.
KEEPING_METHODS: dict[str, str] = {
    "append": "list",
    "appendleft": "list",
    "insert": "list",
    "extend": "list",
    "add": "set",
    "setdefault": "dict",
    "update": "dict",
    "enter_context": "stack",
    "enter_async_context": "stack",
    "push": "stack",
}

#: Decorators of generators whose user gives back what is yielded.
LENDING_DECORATORS: frozenset[str] = frozenset(
    {
        "contextlib.contextmanager",
        "contextlib.asynccontextmanager",
        "pytest.fixture",
        "pytest_asyncio.fixture",
        "pytest.yield_fixture",
    }
)

#: Those among them that are resumed whatever happens (pytest: the part after the yield is the teardown).
RESUMING_DECORATORS: frozenset[str] = frozenset({"pytest.fixture", "pytest_asyncio.fixture", "pytest.yield_fixture"})

#: Context managers of tests (pytest, unittest) whose block passes only if it raises.
RAISING_MANAGERS: frozenset[str] = frozenset({"raises", "assertRaises", "assertRaisesRegex"})

#: Calls that end the process at once: no handler, no finally, no way out.
ENDING_CALLS: frozenset[str] = frozenset(
    {"os._exit", "os.abort"} | {f"os.exec{suffix}" for suffix in "l le lp lpe v ve vp vpe".split()}
)

#: Calls that raise SystemExit.
EXITING_CALLS: frozenset[str] = frozenset({"sys.exit", "builtins.exit", "builtins.quit"})

#: Context managers of contextlib that are known, by what they do (see analysis/managers.py).
KNOWN_MANAGERS: dict[str, str] = {
    "contextlib.closing": "closing",
    "contextlib.aclosing": "closing",
    "contextlib.nullcontext": "null",
    "contextlib.suppress": "suppress",
    "contextlib.ExitStack": "stack",
    "contextlib.AsyncExitStack": "async stack",
}
