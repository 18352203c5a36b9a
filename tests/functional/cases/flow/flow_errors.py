"""Exceptions."""
import contextlib
import logging
import time

import zmq

LOG = logging.getLogger(__name__)


def closed_at_the_end(ctx, endpoint):
    sock = ctx.socket(zmq.PUB)  # [zmq-unclosed-socket-on-error]
    sock.bind(endpoint)
    sock.close()


def closed_at_last(ctx, endpoint):
    sock = ctx.socket(zmq.PUB)
    try:
        sock.bind(endpoint)
    finally:
        sock.close()


def too_late(ctx, endpoint):
    sock = ctx.socket(zmq.PUB)  # [zmq-unclosed-socket-on-error]
    sock.bind(endpoint)
    try:
        sock.send(b"")
    finally:
        sock.close()


def nothing_raises_in_between(ctx):
    sock = ctx.socket(zmq.PUB)
    sock.linger = 0
    LOG.info("made %s", sock)
    time.sleep(0)
    elapsed = time.monotonic() - len("abc")
    sock.close()
    return elapsed


def raised_by_a_statement(ctx, flag):
    sock = ctx.socket(zmq.PUB)  # [zmq-unclosed-socket-on-error]
    if flag:
        raise ValueError(flag)
    sock.close()


def raised_by_an_assertion(ctx, flag):
    sock = ctx.socket(zmq.PUB)  # [zmq-unclosed-socket-on-error]
    assert flag
    sock.close()


def raised_by_a_subscript(ctx, options):
    sock = ctx.socket(zmq.PUB)  # [zmq-unclosed-socket-on-error]
    sock.linger = options["linger"]
    sock.close()


def raised_by_an_unknown_call(ctx, work):
    sock = ctx.socket(zmq.PUB)  # [zmq-unclosed-socket-on-error]
    work()
    sock.close()


def raised_by_unpacking(ctx, pair):
    sock = ctx.socket(zmq.PUB)  # [zmq-unclosed-socket-on-error]
    first, second = pair
    sock.close()
    return first, second


def raised_by_the_second_creation(ctx):
    first = ctx.socket(zmq.PUB)  # [zmq-unclosed-socket-on-error]
    second = ctx.socket(zmq.PUB)
    first.close()
    second.close()


def closed_by_the_handler(ctx, endpoint):
    sock = ctx.socket(zmq.PUB)
    try:
        sock.bind(endpoint)
    except zmq.ZMQError:
        sock.close()
        raise
    return sock


def closed_by_a_handler_for_something_else(ctx, endpoint):
    sock = ctx.socket(zmq.PUB)  # [zmq-unclosed-socket-on-error]
    try:
        sock.bind(endpoint)
    except OSError:
        sock.close()
        raise
    return sock


def closed_by_a_handler_that_is_too_narrow(ctx, work):
    sock = ctx.socket(zmq.PUB)  # [zmq-unclosed-socket-on-error]
    try:
        work()
    except ValueError:
        sock.close()
        raise
    return sock


def closed_by_a_handler_for_everything(ctx, work):
    sock = ctx.socket(zmq.PUB)
    try:
        work()
    except BaseException:
        sock.close()
        raise
    return sock


def closed_by_a_bare_handler(ctx, work):
    sock = ctx.socket(zmq.PUB)
    try:
        work()
    except:
        sock.close()
        raise
    return sock


def swallowed(ctx, endpoint):
    sock = ctx.socket(zmq.PUB)  # [zmq-unclosed-socket-on-error]
    try:
        sock.bind(endpoint)
    except zmq.ZMQError:
        return None
    return sock


def swallowed_and_closed_behind(ctx, work):
    sock = ctx.socket(zmq.PUB)
    try:
        work()
    except Exception:
        LOG.exception("failed")
    sock.close()


def closed_only_without_an_error(ctx, work):
    sock = ctx.socket(zmq.PUB)  # [zmq-unclosed-socket-on-error]
    try:
        work()
    except Exception:
        LOG.exception("failed")
    else:
        sock.close()


def suppressed(ctx, endpoint):
    sock = ctx.socket(zmq.PUB)
    with contextlib.suppress(zmq.ZMQError):
        sock.bind(endpoint)
    sock.close()


def something_else_is_suppressed(ctx, endpoint):
    sock = ctx.socket(zmq.PUB)  # [zmq-unclosed-socket-on-error]
    with contextlib.suppress(KeyError):
        sock.bind(endpoint)
    sock.close()


def created_inside(ctx, endpoint):
    sock = None
    try:
        sock = ctx.socket(zmq.PUB)
        sock.bind(endpoint)
    finally:
        if sock is not None:
            sock.close()


def finally_in_finally(ctx, endpoint, work):
    sock = ctx.socket(zmq.PUB)
    try:
        sock.bind(endpoint)
    finally:
        try:
            work()
        finally:
            sock.close()


def finally_that_raises_before_it_closes(ctx, endpoint, work):
    sock = ctx.socket(zmq.PUB)  # [zmq-unclosed-socket-on-error]
    try:
        sock.bind(endpoint)
    finally:
        work()
        sock.close()


def break_through_finally(ctx, count):
    while count:
        sock = ctx.socket(zmq.PUB)
        try:
            if count == 3:
                break
            if count == 4:
                continue
            return
        finally:
            sock.close()


def retries(ctx, endpoint, count):
    while count:
        sock = ctx.socket(zmq.PUB)  # [zmq-unclosed-socket-on-error]
        try:
            sock.connect(endpoint)
            return sock
        except zmq.ZMQError:
            count -= 1
    return None
