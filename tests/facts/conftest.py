"""What the tests of pyzmq's behaviour share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import zmq

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def ctx() -> Iterator[zmq.Context[zmq.Socket[bytes]]]:
    """A context that ends with its sockets, whatever they still have to send."""
    context = zmq.Context()
    # A socket that a test drops is closed by the collector; with the default it would hold destroy() for ever.
    context.linger = 0
    yield context
    context.destroy(linger=0)
