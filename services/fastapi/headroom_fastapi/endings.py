"""How processes end: by a signal although something blocks, and with their parent however that ended."""

import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable
from multiprocessing.connection import wait
from threading import Thread
from types import FrameType
from typing import NoReturn

TERMINATION_SIGNALS = (signal.SIGTERM, signal.SIGINT)


def end_with_parent(clean_up: Callable[[], None] = lambda: None) -> None:
    """
    Ends this process as soon as the one that spawned it is gone. Does nothing in a process that was not spawned.

    `clean_up` runs on another thread, just before the end, for what the parent can no longer do.
    """
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def watch() -> None:
        wait([parent.sentinel])
        clean_up()
        os._exit(1)

    Thread(target=watch, name="end-with-parent", daemon=True).start()


def end_within(limit_seconds: float, clean_up: Callable[[], None] = lambda: None) -> None:
    """
    Ends this process and its children `limit_seconds` after SIGTERM or SIGINT if it has not ended by then.

    Until then the handlers of these signals that were set before go about it their way, for which they need a loop
    that turns. To be called on the main thread. `clean_up` runs on another one, just before the end.
    """
    reading, writing = os.pipe()
    os.set_blocking(writing, False)

    def watch() -> None:
        os.read(reading, 1)
        time.sleep(limit_seconds)
        kill_children()
        clean_up()
        exit_now(0)

    def also_tell_watch(number: int) -> None:
        previous = signal.getsignal(number)

        def handle(number: int, frame: FrameType | None) -> None:
            # Not an `Event`: the signal may have interrupted code that holds a lock of `threading`.
            os.write(writing, b".")
            if callable(previous):
                previous(number, frame)

        signal.signal(number, handle)

    Thread(target=watch, name="end-within", daemon=True).start()
    for number in TERMINATION_SIGNALS:
        also_tell_watch(number)


def expect_sudden_end() -> None:
    """Lets a pool's semaphores be cleaned up without a warning. To be called before anything is spawned."""
    # A process that does not wait for its threads leaves them to `multiprocessing`'s resource tracker, which warns.
    os.environ.setdefault("PYTHONWARNINGS", "ignore:resource_tracker:UserWarning")


def kill_children() -> None:
    """Kills the processes that this one spawned through `multiprocessing`."""
    for child in multiprocessing.active_children():
        child.kill()


def exit_now(code: int) -> NoReturn:
    """Ends this process without waiting for threads that still sleep or count."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)
