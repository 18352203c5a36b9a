"""A creation is reported if cleaning up after its failure needs a name that does not exist then."""

from __future__ import annotations

import pytest

from errors.reporting import findings, marked, reported

MASKED = {
    "finally": """
        def f(ctx):
            try:
                sock = ctx.socket(zmq.PULL)  # [zmq-creation-error-masked]
                return sock.recv()
            finally:
                sock.close()
        """,
    "test of the name itself": """
        def f(ctx):
            try:
                sock = ctx.socket(zmq.PULL)  # [zmq-creation-error-masked]
                return sock.recv()
            finally:
                if sock is not None:
                    sock.close()
        """,
    "handler that matches": """
        def f(ctx):
            try:
                sock = ctx.socket(zmq.PULL)  # [zmq-creation-error-masked]
                sock.bind("tcp://*:5555")
            except zmq.ZMQError:
                sock.close()
                raise
            return sock
        """,
    "several": """
        def f(ctx):
            try:
                first = ctx.socket(zmq.PULL)  # [zmq-creation-error-masked]
                second = ctx.socket(zmq.PULL)
            finally:
                first.close()
                second.close()
        """,
    "name that is bound later": """
        def f(self, address):
            try:
                self.sock = self.ctx.socket(zmq.PULL)  # [zmq-creation-error-masked]
                poller = zmq.Poller()
            finally:
                poller.unregister(self.sock)
        """,
    "context": """
        def f():
            try:
                ctx = zmq.Context()  # [zmq-creation-error-masked]
            finally:
                ctx.term()
        """,
    "factory": """
        def make(ctx):
            return ctx.socket(zmq.PULL)

        def f(ctx):
            try:
                sock = make(ctx)  # [zmq-creation-error-masked]
            finally:
                sock.close()
        """,
    "module": """
        try:
            ctx = zmq.Context()  # [zmq-creation-error-masked]
        finally:
            ctx.term()
        """,
}

CLEAR = {
    "created before": """
        def f(ctx):
            sock = ctx.socket(zmq.PULL)
            try:
                return sock.recv()
            finally:
                sock.close()
        """,
    "bound before": """
        def f(ctx):
            sock = None
            try:
                sock = ctx.socket(zmq.PULL)
            finally:
                if sock is not None:
                    sock.close()
        """,
    "parameter": """
        def f(ctx, sock):
            try:
                sock = ctx.socket(zmq.PULL)
            finally:
                sock.close()
        """,
    "bound by the turn before": """
        def f(ctx):
            for _ in range(2):
                try:
                    sock = ctx.socket(zmq.PULL)
                finally:
                    sock.close()
                sock = None
        """,
    "use that depends on something else": """
        def f(ctx):
            made = False
            try:
                sock = ctx.socket(zmq.PULL)
                made = True
            finally:
                if made:
                    sock.close()
        """,
    "use that is tried": """
        def f(ctx):
            try:
                sock = ctx.socket(zmq.PULL)
            finally:
                try:
                    sock.close()
                except NameError:
                    print()
        """,
    "bound by the handler": """
        def f(ctx):
            try:
                sock = ctx.socket(zmq.PULL)
            except zmq.ZMQError:
                sock = None
                print()
            finally:
                print(sock)
        """,
    "handler that does not match": """
        def f(ctx):
            try:
                sock = ctx.socket(zmq.PULL)
                sock.recv(zmq.NOBLOCK)
            except zmq.Again:
                sock.close()
        """,
    "field": """
        def f(self):
            try:
                self.sock = self.ctx.socket(zmq.PULL)
            finally:
                self.sock.close()
        """,
    "factory that deals with its errors": """
        def make(ctx):
            try:
                return ctx.socket(zmq.PULL)
            except zmq.ZMQError:
                LOG.exception("no socket")
                return None

        def f(ctx):
            try:
                sock = make(ctx)
            finally:
                print(sock)
        """,
}


@pytest.mark.parametrize("case", MASKED)
def test_a_creation_whose_failure_is_hidden_is_reported(case: str) -> None:
    assert reported(MASKED[case]) == marked(MASKED[case]) != []


@pytest.mark.parametrize("case", CLEAR)
def test_a_failure_that_stays_visible_is_not_reported(case: str) -> None:
    assert reported(CLEAR[case]) == []


def test_the_message_says_which_error_takes_its_place() -> None:
    (found,) = findings(MASKED["finally"])
    assert found.args == ("ctx.socket()", "line 10 then raises UnboundLocalError, for 'sock' has no value yet")
    (found,) = findings(MASKED["module"])
    assert "NameError" in found.args[1]
