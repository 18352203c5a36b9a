import zmq


def f():
    global kept_socket
    c = zmq.Context()
    t = c.socket(zmq.REQ)
    kept_socket = t
