import os
import signal
import sys

from headroom_fastapi.endings import TERMINATION_SIGNALS, exit_now, expect_sudden_end
from headroom_fastapi.failure import StartFailure
from headroom_fastapi.serve import serve
from headroom_fastapi.settings import read_settings


def main() -> int:
    """Runs the service until a termination signal; returns the exit code."""
    expect_sudden_end()
    for number in TERMINATION_SIGNALS:
        # uvicorn's own handlers come over these while it serves, then raise the signal once more.
        signal.signal(number, lambda *_: sys.exit(0))
    try:
        return 0 if serve(read_settings(os.environ)) else 1
    except StartFailure as failure:
        print(failure, file=sys.stderr)
        return failure.exit_code
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 1


if __name__ == "__main__":
    exit_now(main())
