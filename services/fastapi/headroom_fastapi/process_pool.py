import asyncio
import multiprocessing
import os
import signal
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.synchronize import Lock
from typing import ParamSpec, TypeVar

from headroom_fastapi.endings import end_with_parent, kill_children

P = ParamSpec("P")
T = TypeVar("T")

# A fork would inherit the event loop's threads and locks in whatever state they are.
_spawn = multiprocessing.get_context("spawn")


class PoolBroken(Exception):
    """A process of the pool has died, and with it all that the pool had in hand."""


class ProcessPool:
    """A pool of `size` processes, all running from `start` on, which is made anew once one of them has died."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._executor: ProcessPoolExecutor | None = None

    async def start(self) -> None:
        """Returns once every process of the pool is ready. Raises `BrokenProcessPool` if one could not start."""
        self._executor, ready = _start_executor(self._size)
        await asyncio.gather(*map(asyncio.wrap_future, ready))

    async def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Runs `function` in the pool. Raises `PoolBroken` if a process of the pool has died."""
        executor = self._executor
        if executor is None:
            raise RuntimeError("The pool has not been started.")
        try:
            return await asyncio.wrap_future(executor.submit(function, *args, **kwargs))
        except BrokenProcessPool as error:
            # Every request that the pool had in hand comes here; the first one renews it.
            if self._executor is executor:
                self._executor, _ = _start_executor(self._size)
                executor.shutdown(wait=False)
            raise PoolBroken("A process of the pool died; the pool has been made anew.") from error

    def end(self) -> None:
        """Ends the pool's processes at once, whatever they do."""
        if self._executor is not None:
            self._executor.shutdown(wait=False, cancel_futures=True)
            kill_children()


def _start_executor(size: int) -> tuple[ProcessPoolExecutor, list[Future[int]]]:
    gate = _spawn.Lock()
    executor = ProcessPoolExecutor(size, mp_context=_spawn, initializer=_begin, initargs=(gate,))
    # A process is started only for a task that finds none idle: none gets idle before all have been started.
    with gate:
        ready = [executor.submit(os.getpid) for _ in range(size)]
    return executor, ready


def _begin(gate: Lock) -> None:
    end_with_parent()
    # Ctrl+C goes to the whole group of processes; this one ends when its parent does.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with gate:
        pass
