"""Contexts of other libraries."""
import contextvars
import decimal
import multiprocessing

import zmq
from qtpy.QtCore import QObject
from somewhere import Context


def processes():
    context = multiprocessing.get_context("spawn")
    return context.cpu_count()


def decimals():
    context = decimal.Context(prec=8)
    return context.prec


def variables():
    context = contextvars.copy_context()
    return len(context)


def somebody_elses():
    context = Context()
    return context.closed, zmq.zmq_version()


class Window(QObject):
    """A widget with a context."""

    def paint(self):
        context = self.window.context()
        context.socket(1)
        return context
