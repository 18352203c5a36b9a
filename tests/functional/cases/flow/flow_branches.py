"""Conditions."""
import zmq


def closed_on_both(ctx, flag):
    sock = ctx.socket(zmq.PUB)
    if flag:
        sock.close()
    else:
        sock.close(linger=0)


def closed_on_one(ctx, flag):
    sock = ctx.socket(zmq.PUB)  # [zmq-unclosed-socket-on-path]
    if flag:
        sock.close()


def early_return(ctx, flag):
    sock = ctx.socket(zmq.PUB)  # [zmq-unclosed-socket-on-path]
    if flag:
        return
    sock.close()


def handed_over_on_one(ctx, flag):
    sock = ctx.socket(zmq.PUB)  # [zmq-unclosed-socket-on-path]
    if flag:
        return sock
    return None


def created_on_one(ctx, flag):
    sock = None
    if flag:
        sock = ctx.socket(zmq.PUB)
    if sock is not None:
        sock.close()


def guarded_by_truth(ctx, flag):
    sock = ctx.socket(zmq.PUB) if flag else None
    if sock:
        sock.close()


def guarded_the_wrong_way(ctx, flag):
    sock = ctx.socket(zmq.PUB) if flag else None  # [zmq-unclosed-socket]
    if sock is None:
        return
    if not sock:
        sock.close()


def guarded_by_closed(ctx, flag):
    sock = ctx.socket(zmq.PUB)
    if flag:
        sock.close()
    if not sock.closed:
        sock.close()


def given_is_closed_and_own_is_not(ctx, given=None):
    sock = given or ctx.socket(zmq.PUB)  # [zmq-unclosed-socket]
    if given:
        sock.close()


def correlated(ctx, own):
    if own:
        sock = ctx.socket(zmq.PUB)
    else:
        sock = None
    if own:
        sock.close()


def correlated_no_more(ctx, own, other):
    if own:
        sock = ctx.socket(zmq.PUB)  # [zmq-unclosed-socket-on-path]
    own = other
    if own:
        sock.close()


def walrus(ctx):
    if (sock := ctx.socket(zmq.PUB)) is not None:
        sock.close()


def walrus_lost(ctx, flag):
    if (sock := ctx.socket(zmq.PUB)) and flag:  # [zmq-unclosed-socket-on-path]
        sock.close()


def by_kind(ctx, kind):
    sock = ctx.socket(zmq.PUB)  # [zmq-unclosed-socket-on-path]
    match kind:
        case "a" | "b":
            sock.close()
        case "c":
            pass
        case _:
            sock.close()


def by_every_kind(ctx, kind):
    sock = ctx.socket(zmq.PUB)
    match kind:
        case "a":
            sock.close()
        case _:
            sock.close()


def close_that_nobody_reaches(ctx):
    sock = ctx.socket(zmq.PUB)  # [zmq-unclosed-socket]
    return None
    sock.close()
