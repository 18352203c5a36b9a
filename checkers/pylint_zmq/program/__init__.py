"""The files of the checked program: their trees and how their modules are found."""

from pylint_zmq.program.project import Program, Site

__all__ = ["Program", "Site"]
