"""Steps that prepare a socket for use, and fail only where the program itself is wrong. Data only.

They raise like any other call of pyzmq (EINVAL for an option or an endpoint that does not exist, ETERM, EMTHREAD),
but an option that a program sets is either right or wrong on every run.
"""

from __future__ import annotations

#: The doubt about an error of a step that sets an option or registers something.
OPTION = "option"
#: The doubt about an error of `connect`: libzmq only reads the endpoint, and reaches the peer later (zmq_connect(3)).
ATTACH = "attach"

#: Methods of sockets, contexts and pollers, with the doubt about their errors.
SETUP_METHODS: dict[str, str] = {
    **dict.fromkeys(
        "set get setsockopt getsockopt set_string get_string setsockopt_string getsockopt_string setsockopt_unicode "
        "getsockopt_unicode set_hwm get_hwm subscribe unsubscribe join leave fileno disable_monitor "
        "register modify unregister".split(),
        OPTION,
    ),
    "connect": ATTACH,
}
