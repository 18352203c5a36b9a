"""The classes and functions of pyzmq: canonical names, the other names they go by, bases, results. Data only.

The canonical name is the shortest public one: `zmq.Context`, `zmq.ZMQError`, `zmq.asyncio.Socket`.
"""

from __future__ import annotations

#: The package that everything is named after.
ZMQ = "zmq"

CONTEXT = "zmq.Context"
SOCKET = "zmq.Socket"
POLLER = "zmq.Poller"
ASYNC_CONTEXT = "zmq.asyncio.Context"
ASYNC_SOCKET = "zmq.asyncio.Socket"
ASYNC_POLLER = "zmq.asyncio.Poller"
GREEN_CONTEXT = "zmq.green.Context"
GREEN_SOCKET = "zmq.green.Socket"
GREEN_POLLER = "zmq.green.Poller"
TORNADO_CONTEXT = "zmq.eventloop.future.Context"
TORNADO_SOCKET = "zmq.eventloop.future.Socket"
TORNADO_POLLER = "zmq.eventloop.future.Poller"
STREAM = "zmq.eventloop.zmqstream.ZMQStream"

CONTEXTS: frozenset[str] = frozenset({CONTEXT, ASYNC_CONTEXT, GREEN_CONTEXT, TORNADO_CONTEXT})
SOCKETS: frozenset[str] = frozenset({SOCKET, ASYNC_SOCKET, GREEN_SOCKET, TORNADO_SOCKET})
POLLERS: frozenset[str] = frozenset({POLLER, ASYNC_POLLER, GREEN_POLLER, TORNADO_POLLER})

#: The class of the sockets that a context makes.
SOCKET_OF_CONTEXT: dict[str, str] = {
    CONTEXT: SOCKET,
    ASYNC_CONTEXT: ASYNC_SOCKET,
    GREEN_CONTEXT: GREEN_SOCKET,
    TORNADO_CONTEXT: TORNADO_SOCKET,
}

#: The context class that a socket class belongs to.
CONTEXT_OF_SOCKET: dict[str, str] = {socket: context for context, socket in SOCKET_OF_CONTEXT.items()}

#: Direct bases. Exceptions as pyzmq 22 to 27 have them: none of them is an OSError but InterruptedSystemCall.
BASES: dict[str, tuple[str, ...]] = {
    ASYNC_CONTEXT: (CONTEXT,),
    ASYNC_SOCKET: (SOCKET,),
    ASYNC_POLLER: (POLLER,),
    GREEN_CONTEXT: (CONTEXT,),
    GREEN_SOCKET: (SOCKET,),
    GREEN_POLLER: (POLLER,),
    TORNADO_CONTEXT: (CONTEXT,),
    TORNADO_SOCKET: (SOCKET,),
    TORNADO_POLLER: (POLLER,),
    "zmq.ZMQBaseError": ("builtins.Exception",),
    "zmq.ZMQError": ("zmq.ZMQBaseError",),
    "zmq.ZMQBindError": ("zmq.ZMQBaseError",),
    "zmq.NotDone": ("zmq.ZMQBaseError",),
    "zmq.Again": ("zmq.ZMQError",),
    "zmq.ContextTerminated": ("zmq.ZMQError",),
    "zmq.InterruptedSystemCall": ("zmq.ZMQError", "builtins.InterruptedError"),
    "zmq.ZMQVersionError": ("builtins.NotImplementedError",),
    "zmq.DraftFDWarning": ("builtins.RuntimeWarning",),
    "zmq.auth.thread.ThreadAuthenticator": ("zmq.auth.Authenticator",),
    "zmq.auth.asyncio.AsyncioAuthenticator": ("zmq.auth.Authenticator",),
    "zmq.auth.ioloop.IOLoopAuthenticator": ("zmq.auth.Authenticator",),
    "zmq.log.handlers.PUBHandler": ("logging.Handler",),
    "zmq.devices.ThreadDevice": ("zmq.devices.Device",),
    "zmq.devices.ProcessDevice": ("zmq.devices.Device",),
    "zmq.devices.Proxy": ("zmq.devices.Device",),
    "zmq.devices.ThreadProxy": ("zmq.devices.Proxy", "zmq.devices.ThreadDevice"),
    "zmq.devices.ProcessProxy": ("zmq.devices.Proxy", "zmq.devices.ProcessDevice"),
    "zmq.devices.ProxySteerable": ("zmq.devices.Proxy",),
    "zmq.devices.ThreadProxySteerable": ("zmq.devices.ProxySteerable", "zmq.devices.ThreadDevice"),
    "zmq.devices.ProcessProxySteerable": ("zmq.devices.ProxySteerable", "zmq.devices.ProcessDevice"),
    "zmq.devices.MonitoredQueue": ("zmq.devices.Proxy",),
    "zmq.devices.ThreadMonitoredQueue": ("zmq.devices.MonitoredQueue", "zmq.devices.ThreadDevice"),
    "zmq.devices.ProcessMonitoredQueue": ("zmq.devices.MonitoredQueue", "zmq.devices.ProcessDevice"),
}

#: The exceptions of pyzmq.
EXCEPTIONS: frozenset[str] = frozenset(
    {
        "zmq.ZMQBaseError",
        "zmq.ZMQError",
        "zmq.ZMQBindError",
        "zmq.NotDone",
        "zmq.Again",
        "zmq.ContextTerminated",
        "zmq.InterruptedSystemCall",
        "zmq.ZMQVersionError",
    }
)

#: Functions that `zmq` exports.
FUNCTIONS: frozenset[str] = frozenset(
    [
        "device",
        "proxy",
        "proxy_steerable",
        "zmq_poll",
        "select",
        "strerror",
        "zmq_errno",
        "has",
        "curve_keypair",
        "curve_public",
        "zmq_version",
        "zmq_version_info",
        "pyzmq_version",
        "pyzmq_version_info",
        "get_includes",
        "get_library_dirs",
    ]
)

#: What `from zmq import *` brings in beside the constants.
STAR_NAMES: frozenset[str] = FUNCTIONS | frozenset(
    [
        "Context",
        "Socket",
        "SyncContext",
        "SyncSocket",
        "Poller",
        "Frame",
        "Message",
        "MessageTracker",
        "Stopwatch",
        "ZMQBaseError",
        "ZMQError",
        "ZMQBindError",
        "NotDone",
        "Again",
        "ContextTerminated",
        "InterruptedSystemCall",
        "ZMQVersionError",
        "COPY_THRESHOLD",
        "DRAFT_API",
        "IPC_PATH_MAX_LEN",
    ]
)

#: Modules whose star import brings in those names.
STAR_MODULES: frozenset[str] = frozenset({"zmq", "zmq.green", "zmq.sugar", "zmq.constants", "zmq.error"})

#: The enums that `from zmq import *` brings in (pyzmq 23 and newer).
STAR_ENUMS: frozenset[str] = frozenset(
    [
        "SocketType",
        "SocketOption",
        "ContextOption",
        "Flag",
        "PollEvent",
        "DeviceType",
        "Errno",
        "SecurityMechanism",
        "MessageOption",
        "Event",
    ]
)

#: Names that `from zmq.<module> import *` brings in, for modules of zmq whose names are not those of zmq itself.
STAR_NAMES_OF_MODULE: dict[str, frozenset[str]] = {
    "zmq.asyncio": frozenset({"Context", "Socket", "Poller", "ZMQEventLoop"}),
    "zmq.eventloop.future": frozenset({"Context", "Socket", "Poller"}),
    "zmq.eventloop.zmqstream": frozenset({"ZMQStream"}),
    "zmq.devices": frozenset(
        [
            "Device",
            "ThreadDevice",
            "ProcessDevice",
            "Proxy",
            "ThreadProxy",
            "ProcessProxy",
            "ProxySteerable",
            "ThreadProxySteerable",
            "ProcessProxySteerable",
            "MonitoredQueue",
            "ThreadMonitoredQueue",
            "ProcessMonitoredQueue",
            "monitored_queue",
        ]
    ),
    "zmq.decorators": frozenset({"context", "socket"}),
    "zmq.auth.thread": frozenset({"ThreadAuthenticator"}),
    "zmq.auth.asyncio": frozenset({"AsyncioAuthenticator"}),
}

#: Modules of zmq whose public names are also (and canonically) those of another module.
MODULE_ALIASES: dict[str, str] = {
    "zmq.constants": "zmq",
    "zmq.error": "zmq",
    "zmq.sugar": "zmq",
    "zmq.sugar.constants": "zmq",
    "zmq.sugar.context": "zmq",
    "zmq.sugar.socket": "zmq",
    "zmq.sugar.poll": "zmq",
    "zmq.sugar.frame": "zmq",
    "zmq.sugar.tracker": "zmq",
    "zmq.sugar.stopwatch": "zmq",
    "zmq.sugar.version": "zmq",
    "zmq.green": "zmq",
    "zmq.green.core": "zmq.green",
    "zmq.green.poll": "zmq.green",
    "zmq.green.eventloop": "zmq.eventloop",
    "zmq.green.eventloop.ioloop": "zmq.eventloop.ioloop",
    "zmq.green.eventloop.zmqstream": "zmq.eventloop.zmqstream",
    "zmq.devices.basedevice": "zmq.devices",
    "zmq.devices.proxydevice": "zmq.devices",
    "zmq.devices.proxysteerabledevice": "zmq.devices",
    "zmq.devices.monitoredqueuedevice": "zmq.devices",
    "zmq.devices.monitoredqueue": "zmq.devices",
    "zmq.auth.base": "zmq.auth",
    "zmq.auth.certs": "zmq.auth",
    "zmq.ssh": "zmq.ssh.tunnel",
    "zmq.backend": "zmq",
}

#: Every module of zmq that code may import; a longer dotted name is one of these and what it holds.
MODULES: frozenset[str] = frozenset(MODULE_ALIASES) | frozenset(
    {
        "zmq",
        "zmq.asyncio",
        "zmq.auth",
        "zmq.auth.asyncio",
        "zmq.auth.ioloop",
        "zmq.auth.thread",
        "zmq.decorators",
        "zmq.devices",
        "zmq.eventloop",
        "zmq.eventloop.future",
        "zmq.eventloop.ioloop",
        "zmq.eventloop.zmqstream",
        "zmq.log",
        "zmq.log.handlers",
        "zmq.ssh.forward",
        "zmq.ssh.tunnel",
        "zmq.utils",
        "zmq.utils.garbage",
        "zmq.utils.jsonapi",
        "zmq.utils.monitor",
        "zmq.utils.strtypes",
        "zmq.utils.win32",
        "zmq.utils.z85",
    }
)

#: Names of an aliased module that are its own.
KEPT_NAMES: frozenset[str] = frozenset(
    {
        GREEN_CONTEXT,
        GREEN_SOCKET,
        GREEN_POLLER,
        "zmq.green.device",
        # The compiled bases: no context manager, no warning, no `__del__`.
        "zmq.backend.Context",
        "zmq.backend.Frame",
        "zmq.backend.Message",
        "zmq.backend.Socket",
    }
)

#: Single names with another canonical form.
ALIASES: dict[str, str] = {
    "zmq.SyncContext": CONTEXT,
    "zmq.SyncSocket": SOCKET,
    "zmq.green.core._Context": GREEN_CONTEXT,
    "zmq.green.core._Socket": GREEN_SOCKET,
    "zmq.green.poll._Poller": GREEN_POLLER,
    "zmq.green._Context": GREEN_CONTEXT,
    "zmq.green._Socket": GREEN_SOCKET,
    "zmq.green._Poller": GREEN_POLLER,
    # The green module re-exports these, and they are the blocking originals.
    "zmq.devices.proxy": "zmq.proxy",
    "zmq.devices.proxy_steerable": "zmq.proxy_steerable",
    "zmq.devices.device": "zmq.device",
    "zmq.devices.Context": CONTEXT,
}

#: The methods of a context or socket class that return an instance of the class that they are called on.
RETURNING_OWN_CLASS: frozenset[str] = frozenset({"instance", "shadow", "shadow_pyczmq", "from_socket"})

#: The method of a context that makes a socket, of a socket that makes its monitor, and the field with its context.
MAKE_SOCKET = "socket"
MAKE_MONITOR = "get_monitor_socket"
CONTEXT_FIELD = "context"

#: The first argument of `Context.socket`.
SOCKET_TYPE_ARGUMENT = "socket_type"

#: The argument of `Context.socket` and the field of a context class that say which class the socket gets.
SOCKET_CLASS_ARGUMENT = "socket_class"
