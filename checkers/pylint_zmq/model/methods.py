"""The methods of sockets, contexts, pollers and streams, by what they do to the resource. Data only."""

from __future__ import annotations

#: Methods of a socket that give what a peer has sent.
RECEIVES: frozenset[str] = frozenset(
    "recv recv_multipart recv_string recv_unicode recv_json recv_pyobj recv_serialized recv_into".split()
)

#: Methods of a socket that can wait for a peer, and then raise Again beside ZMQError.
WAITING_METHODS: frozenset[str] = RECEIVES | frozenset(
    "send send_multipart send_string send_unicode send_json send_pyobj send_serialized poll".split()
)

#: Methods of a socket that return the manager of an endpoint, which enters as the socket and closes nothing.
ENDPOINT_METHODS: frozenset[str] = frozenset({"bind", "connect"})

#: Methods of a socket or context that return the object itself.
RETURNING_SELF: frozenset[str] = frozenset({"__enter__"})

SOCKET_RELEASES: frozenset[str] = frozenset({"close", "__exit__"})
CONTEXT_RELEASES: frozenset[str] = frozenset({"term", "destroy", "__exit__"})

#: Releases of a context that also close its registered sockets (pyzmq: Context.destroy; `with` since 24).
CONTEXT_CLOSES_SOCKETS: frozenset[str] = frozenset({"destroy", "__exit__"})

#: The first pyzmq in which leaving `with ctx` closes the sockets of the context (before, it was term(), which waits).
WITH_DESTROYS = (24, 0)

#: All further methods that pyzmq's Socket has; a class of the project may have others.
SOCKET_METHODS: frozenset[str] = (
    WAITING_METHODS
    | ENDPOINT_METHODS
    | SOCKET_RELEASES
    | frozenset(
        "__enter__ set get setsockopt getsockopt set_string get_string setsockopt_string getsockopt_string "
        "setsockopt_unicode getsockopt_unicode set_hwm get_hwm bind_to_random_port unbind disconnect subscribe "
        "unsubscribe join leave fileno monitor get_monitor_socket disable_monitor shadow from_socket".split()
    )
)

#: Methods of a socket that leave it open.
SOCKET_USES: frozenset[str] = SOCKET_METHODS - SOCKET_RELEASES

CONTEXT_METHODS: frozenset[str] = CONTEXT_RELEASES | frozenset(
    "__enter__ socket set get setsockopt getsockopt instance shadow shadow_pyczmq".split()
)

#: Attributes of a socket or context that hold another zmq thing or a state; all others are options.
CONTEXT_ATTRIBUTE = "context"
CLOSED_ATTRIBUTE = "closed"

#: The attribute of a ZMQStream that holds its socket.
STREAM_SOCKET = "socket"

#: A poller keeps what is registered with it (pyzmq: Poller._map, strong references).
POLLER_ADDS: frozenset[str] = frozenset({"register", "modify"})
POLLER_DROPS: frozenset[str] = frozenset({"unregister"})

#: Constructors that borrow a context or socket and own nothing; a close of what they return closes the original.
BORROWING_METHODS: frozenset[str] = frozenset({"shadow", "shadow_pyczmq", "from_socket"})

#: The argument that says what a shadow is one of, and the attribute that stands for a context or socket there.
SHADOW_ARGUMENT = "shadow"
ADDRESS_ATTRIBUTE = "underlying"

#: zmq functions that only use the sockets that they are given.
BORROWING_FUNCTIONS: frozenset[str] = frozenset(
    {
        "zmq.proxy",
        "zmq.proxy_steerable",
        "zmq.device",
        "zmq.select",
        "zmq.zmq_poll",
        "zmq.devices.monitored_queue",
        "zmq.utils.monitor.recv_monitor_message",
        "zmq.utils.monitor.parse_monitor_message",
    }
)

#: Those among them that end only with an error, when the context has ended (zmq_proxy(3)); both sockets stay open.
ENDLESS_FUNCTIONS: frozenset[str] = frozenset({"zmq.proxy", "zmq.device", "zmq.devices.monitored_queue"})

#: The process-wide context (pyzmq: Context.instance); it is shared and never lost.
SHARED_CONTEXT = "zmq.Context.instance"
