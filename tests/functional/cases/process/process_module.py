"""What lives as long as the process."""
import zmq

CONTEXT = zmq.Context()
SOCK = CONTEXT.socket(zmq.PUB)

for endpoint in ("tcp://127.0.0.1:5550", "tcp://127.0.0.1:5551"):
    each = CONTEXT.socket(zmq.PUB)  # [zmq-unclosed-socket]
    each.connect(endpoint)


def lost():
    sock = CONTEXT.socket(zmq.PUB)  # [zmq-unclosed-socket]
    sock.send(b"")


def serve():
    ctx = zmq.Context()
    sock = ctx.socket(zmq.REP)
    sock.bind("tcp://127.0.0.1:5552")
    while True:
        sock.send(sock.recv())


if __name__ == "__main__":
    serve()
