"""The same when the user asks for it."""
import zmq


def serve():
    ctx = zmq.Context()  # [zmq-unclosed-context]
    sock = ctx.socket(zmq.REP)  # [zmq-unclosed-socket]
    sock.bind("tcp://127.0.0.1:5552")
    while True:
        sock.send(sock.recv())


if __name__ == "__main__":
    serve()
