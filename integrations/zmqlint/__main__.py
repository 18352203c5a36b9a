"""`python -m zmqlint`, and the entry point of the `zmqlint` script."""

from __future__ import annotations

import os
import sys

#: As shells report a process that ended by SIGINT or SIGPIPE.
_INTERRUPTED = 130
_BROKEN_PIPE = 141


def main() -> int:
    """Run the command line of this process and return its exit status."""
    from zmqlint.cli import main as run
    from zmqlint.garbage import collect_rarely

    collect_rarely()
    for stream in (sys.stdout, sys.stderr):
        # A name or a line of code that the terminal's encoding lacks must not end the run.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        status = run()
        sys.stdout.flush()
    except KeyboardInterrupt:
        return _INTERRUPTED
    except BrokenPipeError:
        # The reader has gone, as `| head` does; the interpreter must not try to flush once more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _BROKEN_PIPE
    return status


if __name__ == "__main__":
    sys.exit(main())
