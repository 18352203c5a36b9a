"""Stand-ins in tests."""
from unittest import mock
from unittest.mock import MagicMock, Mock

import zmq


def mocked():
    ctx = Mock()
    sock = ctx.socket("kind")
    sock.send(b"")


def mocked_type():
    ctx = MagicMock(spec=zmq.Context)
    ctx.term.assert_not_called()


def mocked_socket_type():
    ctx = mock.Mock()
    sock = ctx.socket(zmq.PUSH)
    sock.send.assert_called_once_with(b"")


def patched():
    with mock.patch("zmq.Context") as made:
        made.return_value.socket.return_value.recv.return_value = b""
