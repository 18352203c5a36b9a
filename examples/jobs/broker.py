"""The broker: takes jobs from clients, hands them to idle workers and publishes what happens."""

import collections
import logging

import zmq

from jobs import BACKEND, EVENTS, FRONTEND

LOG = logging.getLogger("jobs.broker")


class Broker:
    """Routes jobs from the frontend to idle workers, and results back."""

    def __init__(self, frontend=FRONTEND, backend=BACKEND, events=EVENTS):
        self.context = zmq.Context()
        self.frontend = self.context.socket(zmq.ROUTER)
        self.backend = self.context.socket(zmq.ROUTER)
        self.events = self.context.socket(zmq.PUB)
        self.frontend.bind(frontend)
        self.backend.bind(backend)
        self.events.bind(events)
        self.idle = collections.deque()
        self.running = True

    def serve(self):
        poller = zmq.Poller()
        poller.register(self.backend, zmq.POLLIN)
        poller.register(self.frontend, zmq.POLLIN)
        while self.running:
            ready = dict(poller.poll(1000))
            if self.backend in ready:
                worker, _, *message = self.backend.recv_multipart()
                self.idle.append(worker)
                if message[0] != b"READY":
                    self.frontend.send_multipart(message)
                    self.publish("done", worker)
            if self.idle and self.frontend in ready:
                client, _, job = self.frontend.recv_multipart()
                worker = self.idle.popleft()
                self.backend.send_multipart([worker, b"", client, b"", job])
                self.publish("started", worker)

    def publish(self, event, worker):
        self.events.send_multipart([event.encode(), worker])

    def stop(self):
        self.running = False
        self.frontend.close(linger=0)
        self.backend.close(linger=0)
        self.context.term()


def record_events(endpoint, path):
    """Write the events of a broker to a file until it has been silent for a minute."""
    context = zmq.Context.instance()
    sock = context.socket(zmq.SUB)
    sock.subscribe(b"")
    sock.connect(endpoint)
    with open(path, "a", encoding="utf-8") as log:
        while sock.poll(60_000):
            event, worker = sock.recv_multipart()
            log.write(f"{event.decode()} {worker.hex()}\n")
    sock.close()


def main():
    logging.basicConfig(level=logging.INFO)
    broker = Broker()
    try:
        broker.serve()
    except KeyboardInterrupt:
        LOG.info("stopping")
    broker.stop()


if __name__ == "__main__":
    main()
