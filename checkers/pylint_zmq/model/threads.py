"""What runs a function in another thread, and what makes threads wait for each other. Data only."""

from __future__ import annotations

#: Last names of calls that run a function in a thread, with the position and name of that function.
STARTING: dict[str, tuple[int, str]] = {
    "Thread": (1, "target"),
    "Timer": (1, "function"),
    "submit": (0, "fn"),
    "run_in_executor": (1, "func"),
    "to_thread": (0, "func"),
    "start_new_thread": (0, "function"),
}
#: Those whose thread runs only when it is started.
STARTED_LATER: frozenset[str] = frozenset({"Thread", "Timer"})
START = "start"
#: Those whose first argument must be no coroutine or message, by what they are called on: methods of executors.
OF_EXECUTORS: frozenset[str] = frozenset({"submit"})
#: How names of executors look.
EXECUTOR_WORDS: tuple[str, ...] = ("executor", "pool", "threads")

#: Classes whose `run` is a thread.
THREAD_CLASSES: frozenset[str] = frozenset({"threading.Thread", "threading.Timer"})
RUN = "run"
#: The argument that says what the function is given.
ARGUMENTS = "args"

#: Methods that wait for another thread to end, or for its result.
JOINING: frozenset[str] = frozenset({"join", "result", "shutdown", "wait"})
#: The argument of `Executor.shutdown` with which it does not.
WAIT_ARGUMENT = "wait"

#: How names of locks look.
LOCK_WORDS: tuple[str, ...] = ("lock", "mutex", "cond", "semaphore", "guard")

#: Methods of a socket or stream that change nothing and are safe from everywhere.
HARMLESS: frozenset[str] = frozenset({"fileno"})
