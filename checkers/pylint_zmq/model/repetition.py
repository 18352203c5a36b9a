"""What makes a function run again and again: how handlers are registered, and what they are called. Data only.

And what it costs to lose something each time; verified by the tests under tests/facts.
"""

from __future__ import annotations

#: Last names of calls that take a function to be run for each message, request or tick.
REGISTERING: frozenset[str] = frozenset(
    "on_recv on_recv_stream on_send add_callback call_later call_soon call_soon_threadsafe add_reader add_handler "
    "add_url_rule add_route PeriodicCallback Timer add_done_callback start_server register_function".split()
)

#: Last names of decorators that make a function a handler of requests.
HANDLER_DECORATORS: frozenset[str] = frozenset(
    "route get post put delete patch websocket websocket_route on_event event task middleware before_request "
    "after_request errorhandler listener".split()
)

#: Classes of servers that call methods of these names for each request.
HANDLER_CLASSES: dict[str, frozenset[str]] = {
    "http.server.BaseHTTPRequestHandler": frozenset("do_GET do_POST do_PUT do_DELETE do_HEAD do_PATCH".split()),
    "http.server.SimpleHTTPRequestHandler": frozenset("do_GET do_POST do_PUT do_DELETE do_HEAD do_PATCH".split()),
    "socketserver.BaseRequestHandler": frozenset({"handle"}),
    "socketserver.StreamRequestHandler": frozenset({"handle"}),
    "tornado.web.RequestHandler": frozenset("get post put delete head patch".split()),
    "logging.Handler": frozenset({"emit", "handle"}),
}

#: Endpoints inside the process, which cost no connection.
CHEAP_ENDPOINT = "inproc:"

#: Last names of calls that use the socket or context they are given, and do not keep it.
LENDING: frozenset[str] = frozenset(
    "register unregister modify select zmq_poll poll print len isinstance id str repr Socket socket".split()
)

#: How often a loss can happen, from the most dangerous to the least, in words.
OFTEN: dict[str, str] = {
    "iteration": "once per request or iteration",
    "call": "once per call",
    "object": "once per object",
    "process": "once per process",
}

#: What is held, by kind: of a socket until the background thread has closed it, of a context until it is ended.
COSTS: dict[str, str] = {
    "socket": "one of 1023 sockets of its context, and a descriptor with one more for each TCP connection",
    "context": "a descriptor, and with its first socket 5 of them and 2 threads",
    "owner": "what its sockets and contexts cost",
}
