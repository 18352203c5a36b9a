"""A method closes what it puts into a field, and gives somebody its object, or a method of it, on the way."""

import asyncio
import signal
import threading

import zmq
import zmq.asyncio
from elsewhere import give, watch


class StopsByASignal:
    def __init__(self):
        self.running = True

    def serve(self):
        self.rep = zmq.Context.instance().socket(zmq.REP)  # [zmq-unclosed-socket-on-error]
        self.rep.bind("tcp://*:5555")
        signal.signal(signal.SIGTERM, self.stop)
        while self.running:
            self.rep.send(self.rep.recv())
        self.rep.close()

    def stop(self, *_):
        self.running = False


class SetsTheFlagItself:
    def serve(self):
        self.running = True
        self.rep = zmq.Context.instance().socket(zmq.REP)
        try:
            signal.signal(signal.SIGTERM, self.stop)
            while self.running:
                self.rep.send(self.rep.recv())
        finally:
            self.rep.close()

    def stop(self, *_):
        self.running = False


class RunsAThread:
    def serve(self):
        threading.Thread(target=self.tick).start()
        self.rep = zmq.Context.instance().socket(zmq.REP)
        try:
            threading.Thread(target=self.tick).start()
            self.rep.send(self.rep.recv())
        finally:
            self.rep.close()

    def tick(self):
        print("alive")


class RunsATask:
    async def serve(self):
        self.rep = zmq.asyncio.Context.instance().socket(zmq.REP)  # [zmq-unclosed-socket-on-error]
        self.rep.bind("tcp://*:5555")
        self.task = asyncio.create_task(self.receive())
        try:
            await asyncio.sleep(100)
        finally:
            self.rep.close()

    async def receive(self):
        await self.rep.recv()


class EntersAManager:
    def serve(self):
        self.rep = zmq.Context.instance().socket(zmq.REP)  # [zmq-unclosed-socket-on-error]
        self.rep.bind("tcp://*:5555")
        try:
            with watch(self.interrupt):
                self.rep.send(self.rep.recv())
        finally:
            self.rep.close()

    def interrupt(self):
        self.interrupted = True


class LeavesItToNobody:
    def serve(self):
        self.rep = zmq.Context.instance().socket(zmq.REP)  # [zmq-unclosed-socket-attribute]
        if give(self.use):
            return
        self.rep.close()

    def use(self):
        self.rep.recv()


class GivesItself:
    def serve(self):
        self.rep = zmq.Context.instance().socket(zmq.REP)
        if give(self):
            return
        self.rep.close()


class GivesWhatCloses:
    def serve(self):
        self.rep = zmq.Context.instance().socket(zmq.REP)
        if give(lambda: self.rep.close()):
            return
        self.rep.close()


class GivesTheClose:
    def serve(self):
        self.rep = zmq.Context.instance().socket(zmq.REP)
        if give(self.rep.close):
            return
        self.rep.close()


class GivesAMethodThatCloses:
    def serve(self):
        self.rep = zmq.Context.instance().socket(zmq.REP)
        give(self.stop)
        self.rep.recv()
        self.rep.close()

    def stop(self):
        self.rep.close()
