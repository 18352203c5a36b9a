"""The notifier: passes on what the broker publishes to whoever asked for it, wherever they are."""

import json

import zmq

from jobs import EVENTS

REQUESTS = "tcp://127.0.0.1:5564"


class Notifier:
    """Sends each event to the endpoints that asked for it."""

    def __init__(self, events=EVENTS, requests=REQUESTS):
        self.context = zmq.Context()
        self.events = self.context.socket(zmq.SUB)
        self.requests = self.context.socket(zmq.PULL)
        self.receivers = {}
        self.wanted = {}
        self.events.subscribe(b"")
        self.events.connect(events)
        self.requests.bind(requests)

    def serve(self):
        poller = zmq.Poller()
        poller.register(self.events, zmq.POLLIN)
        poller.register(self.requests, zmq.POLLIN)
        while True:
            ready = dict(poller.poll(1000))
            if self.requests in ready:
                request = json.loads(self.requests.recv())
                self.wanted.setdefault(request["event"], set()).add(request["endpoint"])
            if self.events in ready:
                event, worker = self.events.recv_multipart()
                for endpoint in self.wanted.get(event.decode(), ()):
                    self.notify(endpoint, worker)

    def notify(self, endpoint, worker):
        """Tell one receiver about one worker."""
        receiver = self.receivers.get(endpoint)
        if receiver is None:
            receiver = self.receivers[endpoint] = self.context.socket(zmq.PUSH)
            receiver.connect(endpoint)
        receiver.send(worker)

    def stop(self):
        for receiver in self.receivers.values():
            receiver.close()
        self.events.close()
        self.requests.close()
        self.context.term()


def main():
    notifier = Notifier()
    try:
        notifier.serve()
    finally:
        notifier.stop()


if __name__ == "__main__":
    main()
