import json
from uuid import uuid4

import redis
from kombu.exceptions import OperationalError
from starlette.exceptions import HTTPException

from headroom_fastapi.queue_place import ACCEPTED_SECONDS, QUEUE, TASK, QueuePlace, accepted, redis_options


class QueueJobs:
    """Hands jobs to Celery. Threads may share it."""

    def __init__(self, place: QueuePlace) -> None:
        self._place = place
        self._celery = place.producer()
        self._redis = redis.Redis.from_url(place.redis_url, **redis_options())

    def accept(self, iterations: int) -> str:
        """Queues a job and returns its id. Raises an `HTTPException` where Redis cannot be reached."""
        job_id = str(uuid4())
        try:
            # First, or a worker that took the job and died before would leave no trace of it.
            self._redis.set(self._place.results + job_id, accepted(iterations), ex=ACCEPTED_SECONDS)
            self.send(job_id, iterations)
        except (redis.RedisError, OperationalError) as error:
            raise redis_unreachable() from error
        return job_id

    def send(self, job_id: str, iterations: int) -> None:
        """Puts a job at the end of the queue, be it once more. Raises what Redis and Celery raise."""
        self._celery.send_task(TASK, (iterations,), task_id=job_id, queue=QUEUE, retry=False)


def outcome_of(result: bytes | str) -> str | None:
    """The state in which a job has ended; `None` while it has not."""
    status: str = json.loads(result)["status"]
    return status if status in ("SUCCESS", "FAILURE") else None


def redis_unreachable() -> HTTPException:
    return HTTPException(503, "The queue's Redis cannot be reached.", {"Retry-After": "1"})
