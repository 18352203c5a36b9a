"""The worker pool: threads that wait for jobs, load their input and send back results."""

import json
import logging
import threading

import zmq

from jobs import BACKEND, STORE

LOG = logging.getLogger("jobs.worker")


def load(context, key, endpoint=STORE):
    """Fetch the input of a job from the store; None if the store does not answer."""
    sock = context.socket(zmq.REQ)
    sock.linger = 0
    sock.connect(endpoint)
    sock.send_string(key, zmq.NOBLOCK)
    if not sock.poll(2000):
        LOG.warning("no answer from the store for %s", key)
        return None
    data = sock.recv()
    sock.close()
    return data


def run_job(context, job):
    data = load(context, job["input"])
    if data is None:
        return {"id": job["id"], "error": "no input"}
    return {"id": job["id"], "size": len(data)}


def handle_jobs(context, sock):
    """Ask for jobs and answer them until the broker is silent for too long."""
    sock.send(b"READY")
    while True:
        client, _, payload = sock.recv_multipart()
        result = run_job(context, json.loads(payload))
        sock.send_multipart([client, b"", json.dumps(result).encode()])


def work(context, endpoint, stopping):
    """The body of one worker thread: connect, and connect again when the broker was restarted."""
    while not stopping.is_set():
        sock = context.socket(zmq.REQ)
        sock.rcvtimeo = 30_000
        sock.sndtimeo = 5000
        sock.connect(endpoint)
        try:
            handle_jobs(context, sock)
        except zmq.Again:
            LOG.info("no jobs for a while, connecting again")


def start_pool(count, endpoint=BACKEND):
    context = zmq.Context.instance()
    stopping = threading.Event()
    threads = [
        threading.Thread(target=work, args=(context, endpoint, stopping), daemon=True) for _ in range(count)
    ]
    for thread in threads:
        thread.start()
    return stopping, threads


def main():
    logging.basicConfig(level=logging.INFO)
    _, threads = start_pool(4)
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    main()
