"""The shutdowns that the rule pages call bad hang in real life, and those that they call good end."""

from __future__ import annotations

import pytest

from facts.isolated import HANG, PATIENCE, Outcome, run_all
from pylint_zmq.rules import pages

#: What to do with the code of a page.
CALLS = {
    "zmq-closed-by-another-thread": """
follower = Follower(zmq.Context(), DEAD)
asleep = 0
while asleep < 500:
    # In the receive it sleeps for good; on the way there, only for moments.
    with open(f"/proc/self/task/{follower.thread.native_id}/stat") as stat:
        asleep = asleep + 1 if stat.read().rpartition(")")[2].split()[0] == "S" else 0
follower.close()
""",
    "zmq-monitor-closed-first": "with zmq.Context() as ctx: Link(ctx, DEAD).close()",
    "zmq-term-with-open-socket": 'Relay("inproc://relay").close()',
    "zmq-linger-hang": """
for name in dir():
    if name.startswith("submit"):
        globals()[name](DEAD, b"job")
""",
}

#: Where libzmq, if it does not wait for ever, ends the process by an assertion.
MAY_ABORT = {"zmq-closed-by-another-thread"}


def programs(role: str) -> dict[str, str]:
    return {
        f"{symbol}:{block.line}": f"{block.code}\n{call}"
        for symbol, call in CALLS.items()
        for block in pages()[symbol].blocks
        if block.role == role
    }


@pytest.fixture(scope="module")
def outcomes() -> dict[str, Outcome]:
    return run_all(programs("bad"), HANG) | run_all(programs("good"), PATIENCE)


@pytest.mark.parametrize("name", programs("bad"))
def test_the_bad_code_of_a_page_hangs(name: str, outcomes: dict[str, Outcome]) -> None:
    outcome = outcomes[name]
    is_aborted = outcome.status is not None and outcome.status < 0 and name.partition(":")[0] in MAY_ABORT
    assert outcome.hung or is_aborted, outcome


@pytest.mark.parametrize("name", programs("good"))
def test_the_good_code_of_a_page_ends(name: str, outcomes: dict[str, Outcome]) -> None:
    assert outcomes[name].status == 0, outcomes[name]
