"""A probe for the monitoring system: is the service up, and how long does a job take?"""

import sys
import time

import zmq

from jobs import FRONTEND


def measure(endpoint=FRONTEND):
    """Seconds that the broker needs for an empty job."""
    context = zmq.Context()
    with context.socket(zmq.REQ) as sock:
        sock.linger = 0
        sock.rcvtimeo = sock.sndtimeo = 5000
        sock.connect(endpoint)
        began = time.monotonic()
        sock.send_json({"id": "probe", "input": ""})
        sock.recv_json()
        took = time.monotonic() - began
    context.term()
    return took


def watch(endpoint=FRONTEND, rounds=10):
    """Print one line a minute for the monitoring system."""
    for _ in range(rounds):
        try:
            print(f"up {measure(endpoint):.3f}", flush=True)
        except zmq.ZMQError as error:
            print(f"down {error}", flush=True)
        time.sleep(60)


if __name__ == "__main__":
    watch(*sys.argv[1:2])
