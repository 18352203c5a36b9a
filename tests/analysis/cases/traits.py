"""What a trait's default makes belongs to the object."""

import zmq
from traitlets import HasTraits, Instance, default


class Forgets(HasTraits):
    context = Instance(zmq.Context)

    def _context_default(self):
        return zmq.Context()  # [zmq-unclosed-context-attribute]


class Ends(HasTraits):
    context = Instance(zmq.Context)

    @default("context")
    def _make(self):
        return zmq.Context()

    def __del__(self):
        self.context.destroy()


class Inherits(Ends):
    def _context_default(self):
        return zmq.Context()


class NoTrait:
    def _context_default(self):
        return zmq.Context()
