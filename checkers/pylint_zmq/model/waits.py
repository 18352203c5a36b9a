"""Which calls of pyzmq wait, and what bounds them. Data only; verified by the tests under tests/facts."""

from __future__ import annotations

#: Receiving methods of a socket, with the position of their flags.
RECEIVES: dict[str, int] = {
    "recv": 0,
    "recv_multipart": 0,
    "recv_string": 0,
    "recv_unicode": 0,
    "recv_json": 0,
    "recv_pyobj": 0,
    "recv_serialized": 1,
    # The flags of recv_into come by keyword only.
    "recv_into": 99,
}

#: Sending methods of a socket, with the position of their flags.
SENDS: dict[str, int] = {
    "send": 1,
    "send_multipart": 1,
    "send_string": 1,
    "send_unicode": 1,
    "send_json": 1,
    "send_pyobj": 1,
    "send_serialized": 2,
}

#: Receives and sends that only sockets of zmq have: an unknown receiver of one is a socket.
UNMISTAKABLE: frozenset[str] = frozenset(
    {
        *("recv_multipart", "recv_string", "recv_unicode", "recv_json", "recv_pyobj", "recv_serialized"),
        *("send_multipart", "send_string", "send_unicode", "send_json", "send_pyobj", "send_serialized"),
    }
)

#: Receives that take one frame of a message; all others but recv_multipart decode one frame, too.
WHOLE_MESSAGES: frozenset[str] = frozenset({"recv_multipart", "recv_serialized"})

POLL = "poll"
FLAGS = "flags"
TIMEOUT = "timeout"

#: Functions that wait, with the position of their timeout.
WAITING_FUNCTIONS: dict[str, int] = {"zmq.select": 3, "zmq.zmq_poll": 1}

#: Functions that serve until their context ends; nothing bounds them.
SERVING_FUNCTIONS: frozenset[str] = frozenset({"zmq.proxy", "zmq.proxy_steerable", "zmq.device", "zmq.green.device"})

#: The option that bounds receiving, and the one that bounds sending.
RECEIVE_TIMEOUT = "RCVTIMEO"
SEND_TIMEOUT = "SNDTIMEO"

#: Methods that set an option of a socket or context: option first, value second.
SETTERS: frozenset[str] = frozenset({"set", "setsockopt", "set_string", "setsockopt_string", "setsockopt_unicode"})
#: Methods that ask for an option.
GETTERS: frozenset[str] = frozenset({"get", "getsockopt"})
EVENTS_OPTION = "EVENTS"

#: Socket types whose send waits when no peer is there, as bound sockets or with IMMEDIATE.
PEERLESS_SENDERS: frozenset[str] = frozenset({"PUSH", "DEALER", "REQ", "PAIR"})
#: Methods that give a socket an endpoint.
ATTACHING: frozenset[str] = frozenset({"bind", "connect", "bind_to_random_port"})

#: Socket types over which results come in from workers.
GATHERING: frozenset[str] = frozenset({"PULL", "DEALER", "REQ", "PAIR"})
IMMEDIATE = "IMMEDIATE"

#: Managers that end what is awaited in their body after a time: the argument that is None if they do not.
BOUNDING_MANAGERS: frozenset[str] = frozenset(
    {
        *("asyncio.timeout", "asyncio.timeout_at", "async_timeout.timeout", "async_timeout.timeout_at"),
        *("anyio.fail_after", "anyio.move_on_after", "trio.fail_after", "trio.move_on_after"),
        *("gevent.Timeout", "gevent.timeout.Timeout", "gevent.Timeout.start_new"),
    }
)

#: Calls that end what they are given after a time, with the position of that time.
BOUNDING_CALLS: dict[str, int] = {
    "asyncio.wait_for": 1,
    "asyncio.wait": 1,
    "tornado.gen.with_timeout": 0,
    "gevent.with_timeout": 0,
    "gevent.timeout.with_timeout": 0,
}

#: Functions and methods that make a task of what they are given.
TASK_MAKERS: frozenset[str] = frozenset({"create_task", "ensure_future"})

#: Methods that take a function to be called when a socket is readable.
READER_REGISTRATIONS: frozenset[str] = frozenset({"add_reader", "add_handler", "on_recv", "on_recv_stream", "on_send"})

#: How the words in the name of a flag that a serving loop looks at begin.
FLAG_STEMS: tuple[str, ...] = (
    *("run", "alive", "activ", "stop", "clos", "exit", "quit", "shut", "termin", "kill", "cancel", "finish", "abort"),
    *("interrupt", "forever", "contin", "listen", "connected", "enabl", "disab", "started"),
)
#: Words that are such a flag as they are.
FLAG_WORDS: frozenset[str] = frozenset({"up", "on", "go", "end", "ended", "open", "opened", "done", "loop", "ok"})

#: How the words in the name of a function begin that ends what its caller does.
STOPPING_STEMS: tuple[str, ...] = (
    "stop",
    "cancel",
    "quit",
    "exit",
    "shut",
    "termin",
    "kill",
    "abort",
    "interrupt",
    "raise",
)

#: Methods that make a manager whose body is to raise: of pytest, and of unittest.
EXPECTING: frozenset[str] = frozenset({"raises", "assertRaises", "assertRaisesRegex"})

#: What a parameter that says how long to wait may be called.
TIMEOUT_WORDS: tuple[str, ...] = ("timeout", "time_out", "timeo", "deadline")

# Units

#: How a name ends that counts seconds, and one that counts milliseconds.
SECONDS_ENDINGS: tuple[str, ...] = ("_s", "_sec", "_secs", "_second", "_seconds")
MILLISECONDS_ENDINGS: tuple[str, ...] = ("_ms", "_msec", "_msecs", "_millis", "_millisecond", "_milliseconds")
#: Bare names that say the same.
SECONDS_NAMES: frozenset[str] = frozenset({"seconds", "secs", "timeout_s"})
MILLISECONDS_NAMES: frozenset[str] = frozenset({"milliseconds", "millis", "msecs", "timeout_ms"})

#: Fewer milliseconds than this are hardly ever meant, and more seconds than this neither.
FEWEST_MILLISECONDS = 10
MOST_SECONDS = 100

#: Functions that count seconds, with the position of their timeout.
COUNTING_SECONDS: dict[str, int] = {"zmq.select": 3, "asyncio.wait_for": 1}
#: Methods of things of zmq that count seconds.
WAIT_OF_TRACKER = "wait"
JOIN_OF_DEVICE = "join"
TRACKER = "zmq.MessageTracker"
DEVICE = "zmq.devices.Device"

# Options

#: What a connection to a half-dead peer is noticed by.
NOTICING: frozenset[str] = frozenset({"CONNECT_TIMEOUT", "HEARTBEAT_IVL", "TCP_KEEPALIVE", "TCP_MAXRT"})
TCP = "tcp://"

#: Options that both ends of a request need, so that it may be repeated.
RELAXED = "REQ_RELAXED"

#: Attributes that a socket has beside its options.
PLAIN_ATTRIBUTES: frozenset[str] = frozenset({"copy_threshold", "context", "linger", "hwm", "type", "io_loop"})

#: Exceptions that a timeout is caught by.
TIMEOUT_CATCHERS: frozenset[str] = frozenset(
    {"zmq.Again", "zmq.ZMQError", "zmq.ZMQBaseError", "builtins.Exception", "builtins.BaseException"}
)
