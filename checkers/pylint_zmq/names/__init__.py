"""Which expression is a zmq thing: names, scopes and definitions, without inference and without pyzmq."""
