"""A monitor that is ended after its PAIR was closed is reported."""

from __future__ import annotations

import pytest

from errors.reporting import marked
from shutdown.test_linger import reported

LATE = {
    "one after the other": """
        def watch(sock):
            events = sock.get_monitor_socket()
            events.close()
            sock.disable_monitor()  # [zmq-monitor-closed-first]
        """,
    "managed": """
        def watch(sock):
            with sock.get_monitor_socket() as events:
                events.poll(1000)
            sock.disable_monitor()  # [zmq-monitor-closed-first]
        """,
    "fields": """
        class Link:
            def watch(self):
                self.events = self.sock.get_monitor_socket()

            def close(self):
                if self.events is not None:
                    self.events.close(linger=0)
                    self.events = None
                self.sock.disable_monitor()  # [zmq-monitor-closed-first]
        """,
}

IN_ORDER = {
    "ended first": """
        def watch(sock):
            events = sock.get_monitor_socket()
            sock.disable_monitor()
            events.close()
        """,
    "another socket": """
        def watch(sock, other):
            events = sock.get_monitor_socket()
            events.close()
            other.disable_monitor()
        """,
    "another branch": """
        def watch(sock, broken):
            events = sock.get_monitor_socket()
            if broken:
                events.close()
            else:
                sock.disable_monitor()
        """,
    "ended within": """
        def watch(sock):
            with sock.get_monitor_socket() as events:
                events.poll(1000)
                sock.disable_monitor()
        """,
}


@pytest.mark.parametrize("name", LATE)
def test_a_monitor_that_is_ended_too_late_is_reported(name: str) -> None:
    assert reported(LATE[name]) == marked(LATE[name])


@pytest.mark.parametrize("name", IN_ORDER)
def test_the_right_order_is_silent(name: str) -> None:
    assert reported(IN_ORDER[name]) == []
