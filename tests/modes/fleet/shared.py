"""What lives in globals."""

import zmq

_context = None
_kept = []


def context():
    """The context of the process, made when it is first needed."""
    global _context
    if _context is None:
        _context = zmq.Context()
    return _context


def register(sock):
    """Keep a socket for ever."""
    _kept.append(sock)


def end():
    """Drop the context."""
    if _context is not None:
        _context.term()
