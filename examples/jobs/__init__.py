"""A small job service: clients submit jobs to a broker, which hands them to workers."""

FRONTEND = "tcp://127.0.0.1:5560"
BACKEND = "tcp://127.0.0.1:5561"
EVENTS = "tcp://127.0.0.1:5562"
STORE = "tcp://127.0.0.1:5563"
