"""How containers grow and shrink, and by what names a program ends. Data only."""

from __future__ import annotations

#: Methods that put something into a container, with the position of what is put.
PUTTING: dict[str, int] = {"append": 0, "appendleft": 0, "add": 0, "setdefault": 1}
#: Methods that take something out.
REMOVING: frozenset[str] = frozenset({"pop", "popitem", "popleft", "remove", "discard", "clear"})
#: Methods that only look.
LOOKING: frozenset[str] = frozenset({"get", "values", "items", "keys", "copy", "index", "count"})
#: Functions that only look at what they are given.
VIEWING: frozenset[str] = frozenset(
    {"list", "tuple", "set", "sorted", "dict", "iter", "bool", "enumerate", "any", "all"}
)

#: Constructors of containers that hold any number of things.
BOUNDLESS: frozenset[str] = frozenset(
    {"builtins.dict", "builtins.list", "builtins.set", "collections.defaultdict", "collections.OrderedDict"}
)

#: How functions are called that end an object or a program, underscores left out.
ENDING: frozenset[str] = frozenset(
    "close stop shutdown terminate term destroy cleanup clean_up exit del aclose teardown tear_down disconnect finish "
    "join kill release dispose finalize quit reset stop_all close_all shut_down".split()
)

#: Words in the name of a key that takes a few values only.
FEW: tuple[str, ...] = ("rank", "index", "idx", "kind", "type", "mode", "role", "shard", "level", "thread", "pid")
#: Calls whose result is one of the threads and processes that there are.
OWN_THREADS: frozenset[str] = frozenset({"get_ident", "current_thread", "currentThread", "getpid", "get_native_id"})

#: The option that limits how many sockets a context makes.
LIMIT = "MAX_SOCKETS"
