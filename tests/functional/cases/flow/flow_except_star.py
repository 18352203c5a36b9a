"""Groups of exceptions."""
import zmq


def closed_behind(ctx, work):
    sock = ctx.socket(zmq.PUB)
    try:
        work()
    except* Exception:
        pass
    finally:
        sock.close()


def closed_by_one_kind(ctx, work):
    sock = ctx.socket(zmq.PUB)  # [zmq-unclosed-socket-on-error]
    try:
        work()
    except* ValueError:
        sock.close()
        raise
    sock.close()
