import json
import logging
import multiprocessing
import time
from collections.abc import Callable, Iterable
from functools import partial
from multiprocessing.connection import wait
from multiprocessing.context import SpawnProcess
from threading import Event, Thread

import redis
from kombu.exceptions import OperationalError

from headroom_fastapi.queue_jobs import QueueJobs, outcome_of
from headroom_fastapi.queue_place import ALL_RUNS, QueuePlace, redis_options
from headroom_fastapi.queue_worker import work

# Between looks at a Redis that is not there, and before a worker is started anew that ended soon after its start.
PAUSE_SECONDS = 0.5
SOON_SECONDS = 3
# For a look at Redis that is under way when the service ends.
END_SECONDS = 0.5

# A fork would inherit the service's threads and locks in whatever state they are.
_spawn = multiprocessing.get_context("spawn")
_logger = logging.getLogger("uvicorn.error")


class QueueWorkers:
    """
    The processes that work off the queue. One that dies is started again, and what it had in hand is done again.

    A job is done at least once and its first result is kept: Celery does not overwrite a success.
    """

    def __init__(self, place: QueuePlace, count: int) -> None:
        self._place = place
        self._count = count
        self._redis = redis.Redis.from_url(place.redis_url, **redis_options())
        self._jobs = QueueJobs(place)
        self._workers: dict[int, SpawnProcess] = {}
        self._ending = Event()
        self._end_reading, self._end_writing = _spawn.Pipe(duplex=False)
        self._thread = Thread(target=self._supervise, name="queue-workers", daemon=True)

    def start(self) -> None:
        """Starts the workers on a thread of its own: at once, or as soon as Redis can be reached."""
        self._thread.start()

    def end(self) -> None:
        """Ends the workers at once, whatever they do."""
        self._ending.set()
        self._end_writing.send(None)
        self._thread.join(END_SECONDS)
        for worker in list(self._workers.values()):
            worker.kill()

    def _supervise(self) -> None:
        self._when_redis_answers(self._remove_earlier_runs)
        dead = list(range(self._count))
        while not self._ending.is_set():
            for slot in dead:
                self._workers[slot] = self._start(slot)
            started_at = time.monotonic()
            wait([self._end_reading, *(worker.sentinel for worker in self._workers.values())])
            if time.monotonic() - started_at < SOON_SECONDS:
                self._ending.wait(PAUSE_SECONDS)
            dead = self._take_dead()
            self._when_redis_answers(partial(self._requeue_lost, dead))

    def _start(self, slot: int) -> SpawnProcess:
        worker = _spawn.Process(target=work, args=(self._place, slot), name=f"queue-worker-{slot}")
        worker.start()
        _logger.info("Started worker process %d of the queue", worker.pid)
        return worker

    def _take_dead(self) -> list[int]:
        dead = [slot for slot, worker in self._workers.items() if not worker.is_alive()]
        for slot in dead:
            worker = self._workers.pop(slot)
            if not self._ending.is_set():
                _logger.warning("A worker of the queue ended with exit code %s.", worker.exitcode)
            worker.close()
        return dead

    def _when_redis_answers(self, action: Callable[[], None]) -> None:
        told = False
        while not self._ending.is_set():
            try:
                action()
                return
            except (redis.RedisError, OperationalError):
                if not told:
                    _logger.warning("The queue's Redis cannot be reached: the queue's workers wait for it.")
                    told = True
                self._ending.wait(PAUSE_SECONDS)

    def _remove_earlier_runs(self) -> None:
        earlier = [
            key
            for key in self._redis.scan_iter(f"{ALL_RUNS}*", count=1000)
            if not key.startswith(self._place.prefix.encode())
        ]
        if not earlier:
            return
        jobs = len(self._pending([key for key in earlier if b":celery-task-meta-" in key]))
        self._redis.unlink(*earlier)
        if jobs > 0:
            _logger.warning("Jobs of an earlier run were removed from the queue: %d.", jobs)

    def _requeue_lost(self, dead: Iterable[int]) -> None:
        """
        Queues again what was accepted and is neither done, queued, nor in the hands of a worker that lives.

        Not only what the dead had in hand: Redis forgets a job as it hands it out, before a worker notes it down.
        One that is just between two of these places is done twice, of which only the first result is seen.
        """
        accepted = self._pending(list(self._redis.scan_iter(f"{self._place.results}*", count=1000)))
        with self._redis.pipeline() as looks:
            looks.lrange(self._place.queue, 0, -1)
            for slot in self._workers:
                looks.hvals(self._place.in_hand(slot))
            queued, *in_hand = looks.execute()
        kept = {_id_of(json.loads(job)) for job in queued}
        kept |= {_id_of(json.loads(job)[0]) for jobs in in_hand for job in jobs}
        candidates = [key for key in accepted if self._id_of_result(key) not in kept]
        lost = self._pending(candidates)
        for key, iterations in lost.items():
            self._jobs.send(self._id_of_result(key), iterations)
        for slot in dead:
            self._redis.delete(self._place.in_hand(slot), self._place.in_hand_index(slot))
        if lost:
            _logger.warning("Jobs were lost with a worker of the queue and are done again: %d.", len(lost))

    def _pending(self, keys: list[bytes]) -> dict[bytes, int]:
        """Which of these results are of jobs that have not been done, with their iterations."""
        found = zip(keys, self._redis.mget(keys) if keys else (), strict=True)
        return {
            key: json.loads(result)["iterations"]
            for key, result in found
            if result and not outcome_of(result)
        }

    def _id_of_result(self, key: bytes) -> str:
        return key.decode().removeprefix(self._place.results)


def _id_of(message: dict[str, dict[str, str]]) -> str:
    return message["headers"]["id"]
