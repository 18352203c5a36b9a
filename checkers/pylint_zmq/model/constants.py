"""The constants of pyzmq: socket types, options, flags, events, error numbers. Data only.

In pyzmq 23 and newer each constant is a member of an enum and is found at `zmq.X`, `zmq.constants.X`, `zmq.<Enum>.X`,
`zmq.constants.<Enum>.X` and `zmq.green.X`; in pyzmq 22 it is a plain int at `zmq.X`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Unit(Enum):
    """What the number that an option takes counts."""

    NONE = "none"
    FLAG = "flag"
    COUNT = "count"
    BYTES = "bytes"
    MILLISECONDS = "milliseconds"
    SECONDS = "seconds"
    TEXT = "text"


class Owner(Enum):
    """The object that libzmq keeps an option on."""

    SOCKET = "SocketOption"
    CONTEXT = "ContextOption"


@dataclass(frozen=True)
class Option:
    """One option of libzmq."""

    name: str
    number: int
    owner: Owner
    unit: Unit = Unit.NONE
    #: The value counts for every later call; otherwise only for later bind() and connect() calls.
    at_once: bool = False


SOCKET_TYPES: dict[str, int] = {
    "PAIR": 0,
    "PUB": 1,
    "SUB": 2,
    "REQ": 3,
    "REP": 4,
    "DEALER": 5,
    "ROUTER": 6,
    "PULL": 7,
    "PUSH": 8,
    "XPUB": 9,
    "XSUB": 10,
    "STREAM": 11,
    "SERVER": 12,
    "CLIENT": 13,
    "RADIO": 14,
    "DISH": 15,
    "GATHER": 16,
    "SCATTER": 17,
    "DGRAM": 18,
    "PEER": 19,
    "CHANNEL": 20,
}

SOCKET_TYPE_ENUM = "SocketType"

#: Older names of socket types.
SOCKET_TYPE_ALIASES: dict[str, str] = {"XREQ": "DEALER", "XREP": "ROUTER"}

#: What a socket type is called when several are possible.
ANY_SOCKET_TYPE = "ANY"

FLAGS: dict[str, int] = {"DONTWAIT": 1, "NOBLOCK": 1, "SNDMORE": 2}

#: Flags that make a send or recv return at once.
NONBLOCKING_FLAGS: frozenset[str] = frozenset({"DONTWAIT", "NOBLOCK"})

POLL_EVENTS: dict[str, int] = {"POLLIN": 1, "POLLOUT": 2, "POLLERR": 4, "POLLPRI": 8}

DEVICE_TYPES: dict[str, int] = {"STREAMER": 1, "FORWARDER": 2, "QUEUE": 3}

#: Names of error numbers that zmq exports. EMFILE and EINTR are not among them.
ERRORS: frozenset[str] = frozenset(
    [
        "EADDRINUSE",
        "EADDRNOTAVAIL",
        "EAFNOSUPPORT",
        "EAGAIN",
        "ECONNABORTED",
        "ECONNREFUSED",
        "ECONNRESET",
        "EFAULT",
        "EFSM",
        "EHOSTUNREACH",
        "EINPROGRESS",
        "EINVAL",
        "EMSGSIZE",
        "EMTHREAD",
        "ENETDOWN",
        "ENETRESET",
        "ENETUNREACH",
        "ENOBUFS",
        "ENOCOMPATPROTO",
        "ENOTCONN",
        "ENOTSOCK",
        "ENOTSUP",
        "EPROTONOSUPPORT",
        "ETERM",
        "ETIMEDOUT",
    ]
)

#: Monitor events as exported by zmq; the enum's members lack the prefix.
EVENT_ENUM = "Event"
EVENT_PREFIX = "EVENT_"
EVENTS: frozenset[str] = frozenset(
    [
        "EVENT_ACCEPTED",
        "EVENT_ACCEPT_FAILED",
        "EVENT_ALL",
        "EVENT_ALL_V1",
        "EVENT_ALL_V2",
        "EVENT_BIND_FAILED",
        "EVENT_CLOSED",
        "EVENT_CLOSE_FAILED",
        "EVENT_CONNECTED",
        "EVENT_CONNECT_DELAYED",
        "EVENT_CONNECT_RETRIED",
        "EVENT_DISCONNECTED",
        "EVENT_HANDSHAKE_FAILED_AUTH",
        "EVENT_HANDSHAKE_FAILED_NO_DETAIL",
        "EVENT_HANDSHAKE_FAILED_PROTOCOL",
        "EVENT_HANDSHAKE_SUCCEEDED",
        "EVENT_LISTENING",
        "EVENT_MONITOR_STOPPED",
        "EVENT_PIPES_STATS",
    ]
)

SECURITY_MECHANISMS: dict[str, int] = {"NULL": 0, "PLAIN": 1, "CURVE": 2, "GSSAPI": 3}

MESSAGE_OPTIONS: dict[str, int] = {"MORE": 1, "SRCFD": 2, "SHARED": 3}


def _socket(unit: Unit, names: dict[str, int], *, at_once: bool = False) -> list[Option]:
    """Socket options of one unit, from name to number."""
    return [Option(name, number, Owner.SOCKET, unit, at_once) for name, number in names.items()]


def _context(unit: Unit, names: dict[str, int]) -> list[Option]:
    """Context options of one unit, from name to number."""
    return [Option(name, number, Owner.CONTEXT, unit, at_once=True) for name, number in names.items()]


_OPTIONS: list[Option] = [
    *_socket(Unit.MILLISECONDS, {"LINGER": 17, "RCVTIMEO": 27, "SNDTIMEO": 28}, at_once=True),
    *_socket(
        Unit.MILLISECONDS,
        {
            "RECOVERY_IVL": 9,
            "RECONNECT_IVL": 18,
            "RECONNECT_IVL_MAX": 21,
            "HANDSHAKE_IVL": 66,
            "HEARTBEAT_IVL": 75,
            "HEARTBEAT_TTL": 76,
            "HEARTBEAT_TIMEOUT": 77,
            "CONNECT_TIMEOUT": 79,
            "TCP_MAXRT": 80,
            "VMCI_CONNECT_TIMEOUT": 88,
        },
    ),
    *_socket(Unit.SECONDS, {"TCP_KEEPALIVE_IDLE": 36, "TCP_KEEPALIVE_INTVL": 37}),
    # libzmq 4.3 applies a new high-water mark to existing pipes too; the manual excepts both.
    *_socket(Unit.COUNT, {"SNDHWM": 23, "RCVHWM": 24}, at_once=True),
    *_socket(
        Unit.COUNT,
        {
            "HWM": 1,
            "RATE": 8,
            "BACKLOG": 19,
            "MULTICAST_HOPS": 25,
            "TCP_KEEPALIVE_CNT": 35,
            "TOS": 57,
            "PRIORITY": 112,
        },
    ),
    *_socket(
        Unit.BYTES,
        {
            "SNDBUF": 11,
            "RCVBUF": 12,
            "MAXMSGSIZE": 22,
            "MULTICAST_MAXTPDU": 84,
            "VMCI_BUFFER_SIZE": 85,
            "VMCI_BUFFER_MIN_SIZE": 86,
            "VMCI_BUFFER_MAX_SIZE": 87,
            "IN_BATCH_SIZE": 101,
            "OUT_BATCH_SIZE": 102,
        },
    ),
    *_socket(
        Unit.FLAG,
        {
            "ROUTER_MANDATORY": 33,
            "XPUB_VERBOSE": 40,
            "PROBE_ROUTER": 51,
            "REQ_CORRELATE": 52,
            "REQ_RELAXED": 53,
            "ROUTER_HANDOVER": 56,
            "XPUB_NODROP": 69,
            "XPUB_MANUAL": 71,
            "INVERT_MATCHING": 74,
            "XPUB_VERBOSER": 78,
            "ROUTER_NOTIFY": 97,
            "XPUB_MANUAL_LAST_VALUE": 98,
            "ONLY_FIRST_SUBSCRIBE": 108,
            "BUSY_POLL": 113,
            "XSUB_VERBOSE_UNSUBSCRIBE": 115,
        },
        at_once=True,
    ),
    *_socket(
        Unit.FLAG,
        {
            "TCP_KEEPALIVE": 34,
            "IMMEDIATE": 39,
            "ROUTER_RAW": 41,
            "IPV4ONLY": 31,
            "IPV6": 42,
            "PLAIN_SERVER": 44,
            "CURVE_SERVER": 47,
            "CONFLATE": 54,
            "GSSAPI_SERVER": 62,
            "GSSAPI_PLAINTEXT": 65,
            "BLOCKY": 70,
            "STREAM_NOTIFY": 73,
            "THREAD_SAFE": 81,
            "ZAP_ENFORCE_DOMAIN": 93,
            "LOOPBACK_FASTPATH": 94,
            "MULTICAST_LOOP": 96,
            "WSS_TRUST_SYSTEM": 107,
        },
    ),
    *_socket(Unit.TEXT, {"SUBSCRIBE": 6, "UNSUBSCRIBE": 7}, at_once=True),
    *_socket(
        Unit.TEXT,
        {
            "ROUTING_ID": 5,
            "LAST_ENDPOINT": 32,
            "TCP_ACCEPT_FILTER": 38,
            "PLAIN_USERNAME": 45,
            "PLAIN_PASSWORD": 46,
            "CURVE_PUBLICKEY": 48,
            "CURVE_SECRETKEY": 49,
            "CURVE_SERVERKEY": 50,
            "ZAP_DOMAIN": 55,
            "CONNECT_ROUTING_ID": 61,
            "GSSAPI_PRINCIPAL": 63,
            "GSSAPI_SERVICE_PRINCIPAL": 64,
            "SOCKS_PROXY": 68,
            "XPUB_WELCOME_MSG": 72,
            "BINDTODEVICE": 92,
            "METADATA": 95,
            "SOCKS_USERNAME": 99,
            "SOCKS_PASSWORD": 100,
            "WSS_KEY_PEM": 103,
            "WSS_CERT_PEM": 104,
            "WSS_TRUST_PEM": 105,
            "WSS_HOSTNAME": 106,
            "HELLO_MSG": 110,
            "DISCONNECT_MSG": 111,
            "HICCUP_MSG": 114,
        },
    ),
    *_socket(
        Unit.NONE,
        {
            "AFFINITY": 4,
            "RCVMORE": 13,
            "FD": 14,
            "EVENTS": 15,
            "TYPE": 16,
            "MECHANISM": 43,
            "IPC_FILTER_PID": 58,
            "IPC_FILTER_UID": 59,
            "IPC_FILTER_GID": 60,
            "USE_FD": 89,
            "GSSAPI_PRINCIPAL_NAMETYPE": 90,
            "GSSAPI_SERVICE_PRINCIPAL_NAMETYPE": 91,
            "RECONNECT_STOP": 109,
            "TOPICS_COUNT": 116,
            "NORM_MODE": 117,
            "NORM_UNICAST_NACK": 118,
            "NORM_BUFFER_SIZE": 119,
            "NORM_SEGMENT_SIZE": 120,
            "NORM_BLOCK_SIZE": 121,
            "NORM_NUM_PARITY": 122,
            "NORM_NUM_AUTOPARITY": 123,
            "NORM_PUSH": 124,
        },
    ),
    *_context(Unit.COUNT, {"IO_THREADS": 1, "MAX_SOCKETS": 2, "SOCKET_LIMIT": 3}),
    *_context(Unit.BYTES, {"MAX_MSGSZ": 5, "MSG_T_SIZE": 6}),
    *_context(
        Unit.NONE,
        {
            "THREAD_PRIORITY": 3,
            "THREAD_SCHED_POLICY": 4,
            "THREAD_AFFINITY_CPU_ADD": 7,
            "THREAD_AFFINITY_CPU_REMOVE": 8,
            "THREAD_NAME_PREFIX": 9,
        },
    ),
]

#: Every option by its name.
OPTIONS: dict[str, Option] = {option.name: option for option in _OPTIONS}

#: Older names of options.
OPTION_ALIASES: dict[str, str] = {
    "IDENTITY": "ROUTING_ID",
    "CONNECT_RID": "CONNECT_ROUTING_ID",
    "DELAY_ATTACH_ON_CONNECT": "IMMEDIATE",
    "FAIL_UNROUTABLE": "ROUTER_MANDATORY",
    "ROUTER_BEHAVIOR": "ROUTER_MANDATORY",
}

#: Every older name of a constant.
ALIASES: dict[str, str] = {**SOCKET_TYPE_ALIASES, **OPTION_ALIASES}

#: Options of a context in libzmq that pyzmq 23 and newer files under the sockets: set on a context they do nothing.
MISFILED_CONTEXT_OPTIONS: frozenset[str] = frozenset({"BLOCKY", "IPV6"})

#: The enums of `zmq.constants`, each with its members' names.
ENUMS: dict[str, frozenset[str]] = {
    SOCKET_TYPE_ENUM: frozenset({*SOCKET_TYPES, *SOCKET_TYPE_ALIASES}),
    "SocketOption": frozenset({*(option.name for option in _OPTIONS if option.owner is Owner.SOCKET), *OPTION_ALIASES}),
    "ContextOption": frozenset(option.name for option in _OPTIONS if option.owner is Owner.CONTEXT),
    "Flag": frozenset(FLAGS),
    "PollEvent": frozenset(POLL_EVENTS),
    "DeviceType": frozenset(DEVICE_TYPES),
    "Errno": ERRORS,
    "SecurityMechanism": frozenset(SECURITY_MECHANISMS),
    "MessageOption": frozenset(MESSAGE_OPTIONS),
    EVENT_ENUM: frozenset(name.removeprefix(EVENT_PREFIX) for name in EVENTS),
}

#: Every constant that `zmq` exports under its bare name.
CONSTANTS: frozenset[str] = frozenset().union(
    *(members for enum, members in ENUMS.items() if enum != EVENT_ENUM), EVENTS
)
