"""Which calls of pyzmq raise what, which handlers exist, and what contains an exception. Data only."""

from __future__ import annotations

#: What a call that makes, binds or connects a socket raises: this class exactly, whatever the reason.
CREATION_ERROR = "zmq.ZMQError"

#: What only `bind_to_random_port` with a range of ports raises: it derives from ZMQBaseError, not from ZMQError.
NO_PORT_ERROR = "zmq.ZMQBindError"

BIND = "bind"
CONNECT = "connect"
BIND_RANDOM = "bind_to_random_port"

#: Methods of a socket that attach it to an endpoint.
ATTACHING: frozenset[str] = frozenset({BIND, CONNECT, BIND_RANDOM})

#: Arguments of `bind_to_random_port`; with a range of its own it can run out of ports.
RANGE_ARGUMENTS: frozenset[str] = frozenset({"min_port", "max_port", "max_tries"})

#: Methods that wait for a peer, where the end of the context shows as ContextTerminated and a timeout as Again.
WAITING: frozenset[str] = frozenset(
    "send send_multipart send_string send_unicode send_json recv recv_multipart recv_string recv_unicode recv_json "
    "recv_into poll".split()
)

#: Methods that run code of somebody else on what they send or receive, which may raise anything.
CONVERTING: frozenset[str] = frozenset({"send_pyobj", "recv_pyobj", "send_serialized", "recv_serialized"})

#: Further methods of a socket, which raise ZMQError, or ContextTerminated once the context has ended.
OTHER_METHODS: frozenset[str] = frozenset(
    "set get setsockopt getsockopt set_string get_string setsockopt_string getsockopt_string setsockopt_unicode "
    "getsockopt_unicode set_hwm get_hwm unbind disconnect subscribe unsubscribe join leave monitor "
    "disable_monitor".split()
)

#: Methods of a socket or context that raise nothing.
QUIET_METHODS: frozenset[str] = frozenset({"close", "term", "destroy", "fileno"})

#: Methods of strings and bytes; whatever they are called on, they raise no error of the system and none of zmq.
TEXT_METHODS: frozenset[str] = frozenset(
    "encode decode split rsplit strip lstrip rstrip startswith endswith lower upper format hex append".split()
)

#: Functions that raise neither an error of the system nor one of zmq.
PLAIN_FUNCTIONS: frozenset[str] = frozenset(
    "json.loads json.dumps struct.pack struct.unpack asyncio.sleep asyncio.get_running_loop asyncio.get_event_loop "
    "asyncio.current_task uuid.uuid4 random.random random.randint random.choice copy.copy "
    "threading.current_thread".split()
)

#: First words in the names of functions that set something up once.
STARTING: frozenset[str] = frozenset("start startup setup init initialize initialise bootstrap boot".split())

#: Builtins that write to a file, which may be closed or full.
WRITING_BUILTINS: frozenset[str] = frozenset({"builtins.print"})

#: Calls after which a signal handler may raise anything anywhere.
SIGNAL_CALLS: frozenset[str] = frozenset({"alarm", "setitimer"})

#: The root of the errors that handlers name by mistake.
SYSTEM_ERROR = "builtins.OSError"

#: Errors of the system that pyzmq's InterruptedSystemCall is: a handler for them is not judged.
INTERRUPTED: frozenset[str] = frozenset({"builtins.InterruptedError"})

#: Decorators that change nothing about what a function raises.
TRANSPARENT_DECORATORS: frozenset[str] = frozenset(
    "builtins.staticmethod builtins.classmethod builtins.property functools.cached_property functools.cache "
    "functools.lru_cache contextlib.contextmanager contextlib.asynccontextmanager abc.abstractmethod "
    "typing.override typing_extensions.override typing.no_type_check functools.wraps".split()
)

#: Of these, those that make the body run once, or once for each set of arguments.
CACHING_DECORATORS: frozenset[str] = frozenset({"functools.cached_property", "functools.cache", "functools.lru_cache"})

PROPERTY_DECORATORS: frozenset[str] = frozenset({"builtins.property"})
MANAGER_DECORATORS: frozenset[str] = frozenset({"contextlib.contextmanager", "contextlib.asynccontextmanager"})

#: Calls that run a function later, once, by the last name: the function that is given has to come again by itself.
SCHEDULING: frozenset[str] = frozenset(
    "call_later call_soon call_soon_threadsafe call_at add_callback add_timeout add_callback_from_signal Timer "
    "spawn_later spawn after".split()
)

#: Methods of a ZMQStream that register a callback. Once a callback has raised, the stream delivers nothing any more.
STREAM_CALLBACKS: frozenset[str] = frozenset({"on_recv", "on_recv_stream", "on_send", "on_send_stream"})

#: Iterators that never end.
ENDLESS_ITERATORS: frozenset[str] = frozenset({"itertools.count", "itertools.cycle"})

#: Given one argument, it never ends.
REPEATING_ITERATOR = "itertools.repeat"

#: Given two arguments, it calls the first until it gives the second.
CALLING_ITERATOR = "builtins.iter"

#: Last names of calls that make a loop wait before its next turn.
PAUSES: frozenset[str] = frozenset(
    "sleep wait wait_for poll select recv recv_multipart recv_string recv_json recv_pyobj get join acquire "
    "result read readline accept".split()
)

#: What reading a field, a name or an element raises that is not there yet.
MISSES: frozenset[str] = frozenset({"builtins.AttributeError", "builtins.KeyError", "builtins.NameError"})

#: Methods that take work off a list: a loop over what is left on it ends.
TAKING: frozenset[str] = frozenset({"pop", "popleft", "remove", "clear", "popitem", "get", "get_nowait"})
