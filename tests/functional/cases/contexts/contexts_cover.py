"""What the end of a context closes, and what it does not."""
import zmq


def destroy_covers(endpoint):
    ctx = zmq.Context()
    try:
        sock = ctx.socket(zmq.PUB)
        sock.bind(endpoint)
    finally:
        ctx.destroy()


def term_covers_nothing(endpoint):
    ctx = zmq.Context()
    try:
        sock = ctx.socket(zmq.PUB)  # [zmq-unclosed-socket]
        sock.bind(endpoint)
    finally:
        ctx.term()


def destroy_does_not_know(endpoint):
    ctx = zmq.Context()
    try:
        sock = zmq.Socket(ctx, zmq.PUB)  # [zmq-unclosed-socket]
        sock.bind(endpoint)
    finally:
        ctx.destroy()


def monitor_is_a_socket(sock: zmq.Socket):
    monitor = sock.get_monitor_socket()  # [zmq-unclosed-socket]
    return monitor.poll(100)


def monitor_is_closed(sock: zmq.Socket):
    monitor = sock.get_monitor_socket()
    try:
        sock.disable_monitor()
    finally:
        monitor.close()
