"""The client: submits jobs, waits for results, and looks after the broker."""

import asyncio
import uuid

import zmq
import zmq.asyncio

from jobs import EVENTS, FRONTEND


def submit(name, timeout=10_000, endpoint=FRONTEND):
    """Run one job and return its result; None if it takes longer than `timeout` milliseconds."""
    context = zmq.Context()
    sock = context.socket(zmq.REQ)
    sock.sndtimeo = timeout
    sock.connect(endpoint)
    sock.send_json({"id": uuid.uuid4().hex, "input": name})
    if not sock.poll(timeout):
        sock.close(linger=0)
        return None
    result = sock.recv_json()
    sock.close()
    context.term()
    return result


def submit_all(names, timeout=10_000, endpoint=FRONTEND):
    """Run several jobs at the same time; their results in the order of the names, None for each that is late."""
    context = zmq.Context.instance()
    socks = []
    for name in names:
        sock = context.socket(zmq.REQ)
        sock.connect(endpoint)
        sock.send_json({"id": uuid.uuid4().hex, "input": name}, zmq.NOBLOCK)
        socks.append(sock)
    results = [sock.recv_json() if sock.poll(timeout) else None for sock in socks]
    for sock in socks:
        sock.close(linger=0)
    return results


def is_alive(endpoint=EVENTS):
    """Whether the broker publishes anything within five seconds."""
    context = zmq.Context()
    with context.socket(zmq.SUB) as sock:
        sock.subscribe(b"")
        sock.connect(endpoint)
        return bool(sock.poll(5000))


async def wait_for_event(event, endpoint=EVENTS):
    """Return the worker that the next `event` is about."""
    context = zmq.asyncio.Context.instance()
    sock = context.socket(zmq.SUB)
    sock.subscribe(event.encode())
    sock.connect(endpoint)
    _, worker = await sock.recv_multipart()
    sock.close()
    return worker


async def first_result(name, limit=60):
    """Submit a job and wait until a worker says that it is done."""
    waiting = asyncio.ensure_future(wait_for_event("done"))
    result = await asyncio.get_running_loop().run_in_executor(None, submit, name)
    await asyncio.wait_for(waiting, limit)
    return result
