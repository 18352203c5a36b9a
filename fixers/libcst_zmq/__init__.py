"""LibCST codemods that rewrite ZeroMQ code so that no socket is lost."""

from libcst_zmq.bound_waits import BoundWaits
from libcst_zmq.check_creation import CheckCreation
from libcst_zmq.manage_sockets import ManageSockets

__all__ = ["BoundWaits", "CheckCreation", "ManageSockets"]
