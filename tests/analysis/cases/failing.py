"""A test that a creation fails: there is nothing to close, unless something stands behind the creation."""

import unittest

import pytest
import zmq


def fails(ctx):
    with pytest.raises(zmq.ZMQError):
        ctx.socket(zmq.REQ)


def fails_by_what_is_done_with_it(ctx):
    with pytest.raises(zmq.ZMQError):
        sock = ctx.socket(zmq.REQ)  # [zmq-unclosed-socket]
        sock.bind("tcp://nowhere")


class Test(unittest.TestCase):
    def test_a_socket(self):
        with self.assertRaises(zmq.ZMQError):
            self.ctx.socket(zmq.REQ)

    def test_a_socket_of_a_context_that_is_lost(self):
        with self.assertRaises(zmq.ZMQError):
            zmq.Context().socket(zmq.REQ)  # [zmq-unclosed-context]
