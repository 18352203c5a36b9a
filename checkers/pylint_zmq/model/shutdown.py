"""What the end of a context waits for, and what bounds that. Data only; verified by the tests under tests/facts."""

from __future__ import annotations

#: The message about a context that is ended while something of it is open, whatever that is.
OPEN_SOCKET_MESSAGE = "zmq-term-with-open-socket"

#: Socket types whose unsent messages hold the end of their context, if they connect.
HOLDING_TYPES: frozenset[str] = frozenset({"PUSH", "DEALER", "REQ", "PAIR"})
LINGER = "LINGER"
#: The argument of `close` and `destroy`.
LINGER_ARGUMENT = "linger"
#: Options of a socket, or of its context before: those with which nothing unsent is held for ever, and the one with
#: which a receive is given up.
OPTIONS: frozenset[str] = frozenset({LINGER, "IMMEDIATE", "BLOCKY", "RCVTIMEO"})

TERM = "term"
DESTROY = "destroy"
CLOSE = "close"
CONNECT = "connect"

#: The decorator that makes a context for each call of a function, and ends it afterwards.
CONTEXT_DECORATOR = "zmq.decorators.context"

#: Endpoints inside the process: what is unsent there holds nothing.
INPROC = "inproc:"

#: Last names of calls that get a socket and set no option of it.
USING: frozenset[str] = frozenset(
    "register unregister modify select zmq_poll poll print len isinstance id str repr bool hasattr getattr Thread "
    "Process ZMQStream append add put start_new_thread submit get_monitor_socket debug info warning error".split()
)

#: The methods of a socket that make and end its monitor, and the order that they need: end, then close the PAIR.
MAKE_MONITOR = "get_monitor_socket"
END_MONITOR = "disable_monitor"

#: A thread with sockets of its own in a context that it is given: it holds term() until it is stopped.
AUTHENTICATOR = "zmq.auth.thread.ThreadAuthenticator"
AUTHENTICATOR_CONTEXT = "context"
START = "start"
STOP = "stop"

#: A handler that makes a context and a socket of its own for an endpoint, and a release for neither.
LOG_HANDLER = "zmq.log.handlers.PUBHandler"

#: Devices in threads, whose sockets in the shared context hold term() before the first pyzmq that closes them.
THREAD_DEVICE = "zmq.devices.ThreadDevice"
DEVICES_CLOSE_SOCKETS = (24, 0)
SHARED_CONTEXT = "zmq.Context.instance"
