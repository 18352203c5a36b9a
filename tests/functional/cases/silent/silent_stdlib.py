"""Sockets that have nothing to do with ZeroMQ."""
import socket
import ssl

import zmq


def plain(address):
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    sock.connect(address)


def secure(address):
    context = ssl.create_default_context()
    sock = context.wrap_socket(socket.create_connection(address))
    sock.send(b"")


def integers(anything):
    sock = anything.socket(8)
    sock.send(b"")


def unknown(anything, kind):
    sock = anything.socket(kind)
    sock.send(b"")


def another_constant(anything):
    anything.socket(zmq.LINGER)
    anything.socket(zmq.POLLIN)


def another_method(anything):
    anything.open_socket(zmq.PUSH)
