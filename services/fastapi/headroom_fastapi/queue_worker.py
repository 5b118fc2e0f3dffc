"""A worker of the queue, as a process of its own."""

import signal
import warnings

from celery.platforms import SecurityWarning
from celery.signals import worker_ready

from headroom_fastapi.count import count
from headroom_fastapi.endings import end_with_parent
from headroom_fastapi.queue_place import TASK, QueuePlace


def work(place: QueuePlace, slot: int) -> None:
    """Does jobs one by one until Redis is lost or the process that spawned this one has ended."""
    end_with_parent()
    # It warns root of jobs in Python's own format, of which it accepts none.
    warnings.simplefilter("ignore", SecurityWarning)
    app = place.consumer(slot)
    app.task(count, name=TASK)
    # `solo` does the jobs in this very process: there is no other one between it and what supervises it, which has
    # a lost job done again at once. A child of Celery's own pool would outlive a worker that is killed.
    worker = app.Worker(
        pool="solo",
        concurrency=1,
        hostname=f"headroom-fastapi-{slot}",
        loglevel="WARNING",
        quiet=True,
        without_gossip=True,
        without_mingle=True,
        without_heartbeat=True,
    )
    worker_ready.connect(_ignore_interrupt, weak=False)
    worker.start()


def _ignore_interrupt(**_: object) -> None:
    # Ctrl+C goes to the whole group of processes; this one ends when its parent does.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
