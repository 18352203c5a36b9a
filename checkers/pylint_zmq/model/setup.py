"""Steps that prepare a socket for use, and fail only where the program itself is wrong. Data only.

They raise like any other call of pyzmq (EINVAL for an option or an endpoint that does not exist, ETERM, EMTHREAD),
but an option that a program sets is either right or wrong on every run.
"""

from __future__ import annotations

#: The doubt about an error of a step that sets an option or registers something.
OPTION = "option"
#: The doubt about an error of `connect`, where libzmq only reads the endpoint and reaches the peer later
#: (zmq_connect(3)), and of `bind` inside the process (zmq_inproc(7)), which takes nothing of the machine.
ATTACH = "attach"
#: The doubt of a context about an error of `ctx.socket()`: it fails only where the machine has nothing left, and a
#: context without sockets keeps nobody waiting when it is collected. For sockets that are open then it is no doubt.
CREATION = "creation"

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

#: Methods of text, whatever they are called on, with the doubt about their errors: they fail only for arguments that no
#: run could do with, but for `decode`, which can be given what a peer sent.
TEXT_METHODS: dict[str, str] = {
    **dict.fromkeys(
        "encode format hex join lower upper replace rstrip lstrip strip startswith endswith".split(), OPTION
    ),
    "decode": ATTACH,
}

#: Functions and classes of the standard library that fail only with the machine.
PLAIN_CALLS: frozenset[str] = frozenset(
    "os.getpid os.getppid os.urandom os.cpu_count uuid.uuid1 uuid.uuid4 random.random random.randint random.choice "
    "threading.Condition threading.Event threading.Lock threading.RLock threading.Semaphore threading.Thread "
    "threading.current_thread threading.get_ident threading.local queue.Queue queue.SimpleQueue queue.LifoQueue "
    "asyncio.Condition asyncio.Event asyncio.Lock asyncio.Queue asyncio.Semaphore asyncio.get_event_loop "
    "asyncio.get_running_loop asyncio.current_task collections.Counter collections.defaultdict functools.partial "
    "itertools.count itertools.cycle datetime.datetime.now datetime.timedelta binascii.b2a_hex binascii.hexlify "
    "secrets.token_bytes secrets.token_hex secrets.token_urlsafe".split()
)
