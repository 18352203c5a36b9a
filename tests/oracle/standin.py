"""Stand-ins for zmq, contextlib and the code that nobody can see, all of which ask the world what happens."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
import types
import weakref
from typing import Any

from .unseen import Awaitable, unseen_names
from .world import Record, World


class ZMQError(Exception):
    """Any failure of zmq."""


class Again(ZMQError):  # noqa: N818 (the name in pyzmq)
    """A call timed out."""


class ZMQBindError(Exception):
    """No free port."""


SOCKET_TYPES = ("PUSH", "PULL", "PUB", "SUB", "REQ", "REP", "DEALER", "ROUTER", "PAIR")
OPTIONS = ("LINGER", "RCVTIMEO", "SNDTIMEO", "SUBSCRIBE", "NOBLOCK", "DONTWAIT", "POLLIN", "POLLOUT")


class Resource:
    """Something that must be released; says so when its last reference goes."""

    _world: World
    _kind = ""
    _foreign = False

    def _begin(self) -> None:
        self._record: Record = self._world.record(self._kind)

    def __del__(self) -> None:
        record = getattr(self, "_record", None)
        if record is not None:
            self._world.gone(record)

    def _end(self) -> None:
        if not self._world.dead:
            self._record.open = False
            self._record.released = True
            self._record.released_by = self._world.method

    def hand_over(self) -> None:
        self._record.handed = True

    def __enter__(self) -> Any:
        return self

    @property
    def closed(self) -> bool:
        return not self._record.open

    def __hash__(self) -> int:
        return 7 + self._record.serial

    def __eq__(self, other: object) -> bool:
        return self is other


class BaseSocket(Resource):
    _kind = "socket"
    _awaited = False

    def __init__(self, context: Any, type_: Any = None) -> None:
        self._world.may_raise((ZMQError,))
        self._begin()
        self._home = context

    @property
    def context(self) -> Any:
        return self._home

    def let_context_go(self) -> None:
        """Nobody in sight has this socket any more: its context is no longer in sight through it."""
        self._home = None

    def close(self, linger: Any = None) -> None:
        self._end()

    def __exit__(self, *error: Any) -> None:
        self._world.let_go(error[1])
        self._end()

    def _timed(self, *args: Any, **kwargs: Any) -> Any:
        self._world.may_raise((ZMQError, Again))
        return Awaitable(self._world) if self._awaited else b""

    def _call(self, *args: Any, **kwargs: Any) -> Any:
        self._world.may_raise((ZMQError,))

    send = recv = send_multipart = recv_multipart = send_string = recv_string = send_json = recv_json = _timed
    bind = connect = setsockopt = set = get = subscribe = unbind = disconnect = bind_to_random_port = _call


class BaseContext(Resource):
    _kind = "context"
    _socket_class: type[BaseSocket]
    _shared: Any

    def __init__(self, io_threads: int = 1) -> None:
        self._world.may_raise((ZMQError,))
        self._begin()
        self._sockets: weakref.WeakSet[BaseSocket] = weakref.WeakSet()

    @classmethod
    def instance(cls) -> Any:
        cls._world.may_raise((ZMQError,))
        return cls._shared

    def socket(self, type_: Any, **options: Any) -> BaseSocket:
        made = self._socket_class(self)
        self._sockets.add(made)
        return made

    def term(self) -> None:
        self._end()

    def destroy(self, linger: Any = None) -> None:
        if self._world.dead:
            return
        for socket in list(self._sockets):
            if socket._record.alive:
                socket._end()
        self._end()

    def setsockopt(self, *args: Any) -> None:
        self._world.may_raise((ZMQError,))

    set = setsockopt

    def __exit__(self, *error: Any) -> None:
        self._world.let_go(error[1])
        self.destroy()


def foreign_context(cls: type[BaseContext]) -> Any:
    """A context that came from outside: nobody asks who closes it."""
    made = cls.__new__(cls)
    made._foreign = True
    made._record = Record(-1, "context", handed=True)
    made._sockets = weakref.WeakSet()
    return made


def foreign_socket(cls: type[BaseSocket]) -> Any:
    """A socket that came from outside."""
    made = cls.__new__(cls)
    made._foreign = True
    made._record = Record(-1, "socket", handed=True)
    made._home = None
    return made


def owner_class(world: World) -> Any:
    """A decorator that makes the instances of a class resources, which its release methods release."""

    def changed(cls: Any) -> Any:
        begin = cls.__init__

        def start(self: Any, *args: Any, **kwargs: Any) -> None:
            begin(self, *args, **kwargs)
            self._record = world.record("owner")

        def releasing(method: Any) -> Any:
            def called(self: Any, *args: Any, **kwargs: Any) -> Any:
                if not world.dead:
                    self._record.open, self._record.released = False, True
                with world.aside():
                    return method(self, *args, **kwargs)

            return called

        def reading(getter: Any) -> property:
            def read(self: Any) -> Any:
                with world.aside():
                    return getter(self)

            return property(read)

        for name, value in list(vars(cls).items()):
            if isinstance(value, property):
                setattr(cls, name, reading(value.fget))

        cls._world, cls._foreign, cls._kind = world, False, "owner"
        cls.__init__, cls.__del__, cls.hand_over = start, Resource.__del__, Resource.hand_over
        cls.close, cls.__exit__ = releasing(cls.close), releasing(cls.__exit__)
        return cls

    return changed


def zmq_module(world: World, awaited: bool) -> types.ModuleType:
    """The stand-in for `zmq` (or `zmq.asyncio`, if `awaited`)."""
    module = types.ModuleType("zmq.asyncio" if awaited else "zmq")
    socket = type("Socket", (BaseSocket,), {"_world": world, "_awaited": awaited})
    context = type("Context", (BaseContext,), {"_world": world, "_socket_class": socket})
    context._shared = foreign_context(context)
    module.__dict__.update(Socket=socket, Context=context, ZMQError=ZMQError, Again=Again, ZMQBindError=ZMQBindError)
    for number, name in enumerate((*SOCKET_TYPES, *OPTIONS)):
        setattr(module, name, number)
    if not awaited:
        module.asyncio = zmq_module(world, awaited=True)  # type: ignore[attr-defined]
    return module


def contextlib_module(world: World) -> types.ModuleType:
    """contextlib, whose managers let go of the frames that a caught exception holds."""
    module = types.ModuleType("contextlib")

    class Suppress(contextlib.suppress):
        def __exit__(self, kind: Any, error: Any, trace: Any) -> Any:
            del trace
            world.let_go(error)
            return not world.dead and super().__exit__(kind, error, None)

    class Stack(contextlib.ExitStack):
        def __exit__(self, *error: Any) -> Any:
            world.let_go(error[1])
            with world.aside():
                return super().__exit__(*error)

    class AsyncStack(contextlib.AsyncExitStack):
        async def __aexit__(self, *error: Any) -> Any:
            world.let_go(error[1])
            with world.aside():
                return await super().__aexit__(*error)

    module.__dict__.update(
        suppress=Suppress,
        ExitStack=Stack,
        AsyncExitStack=AsyncStack,
        closing=contextlib.closing,
        nullcontext=contextlib.nullcontext,
        contextmanager=contextlib.contextmanager,
    )
    return module


def os_module(world: World) -> types.ModuleType:
    module = types.ModuleType("os")

    def leave(*_: Any) -> None:
        world.stop()

    module.__dict__.update(_exit=leave, abort=leave, execv=leave, environ=os.environ)
    return module


def sys_module(world: World) -> types.ModuleType:
    module = types.ModuleType("sys")

    def leave(code: Any = None) -> None:
        raise world.raising(SystemExit)

    module.__dict__.update(exit=leave, argv=list(sys.argv))
    return module


def asyncio_module(world: World) -> types.ModuleType:
    module = types.ModuleType("asyncio")

    def sleep(delay: Any) -> Any:
        world.unseen()
        return Awaitable(world)

    module.__dict__.update(CancelledError=asyncio.CancelledError, sleep=sleep)
    return module


def library(world: World) -> dict[str, types.ModuleType]:
    """Every module that a program can import."""
    zmq = zmq_module(world, awaited=False)
    elsewhere = types.ModuleType("elsewhere")
    elsewhere.__dict__.update(unseen_names(world))
    return {
        "zmq": zmq,
        "zmq.asyncio": zmq.asyncio,
        "contextlib": contextlib_module(world),
        "os": os_module(world),
        "sys": sys_module(world),
        "asyncio": asyncio_module(world),
        "elsewhere": elsewhere,
    }
