"""Where the jobs of `/cpu/queue` lie in Redis, for the service, its queue's workers and what supervises them."""

import json
from dataclasses import dataclass, field
from typing import Any

from celery import Celery
from redis.backoff import NoBackoff
from redis.retry import Retry

# Of all runs, and of nothing else that may lie in the same Redis.
ALL_RUNS = "headroom-fastapi:"

QUEUE = "jobs"
TASK = "count"

# Redis answers in well under a millisecond or is not well.
REDIS_LIMIT_SECONDS = 2
# Longer than a job can wait and run. A result is asked for at once or not at all.
ACCEPTED_SECONDS = 3600
RESULT_SECONDS = 600


@dataclass(frozen=True, slots=True)
class QueuePlace:
    """One run's part of a Redis: nothing that an earlier run has left can get in its way."""

    redis_url: str = field(repr=False)
    run_id: str

    @property
    def prefix(self) -> str:
        """Of every key of this run."""
        return f"{ALL_RUNS}{self.run_id}:"

    @property
    def results(self) -> str:
        """Of the keys of results, which are the channels too on which Celery announces them."""
        return f"{self.prefix}celery-task-meta-"

    @property
    def queue(self) -> str:
        return f"{self.prefix}{QUEUE}"

    def in_hand(self, slot: int) -> str:
        """The hash of the jobs that the worker in this slot has taken and not done."""
        return f"{self.prefix}{_in_hand(slot)}"

    def in_hand_index(self, slot: int) -> str:
        return f"{self.in_hand(slot)}-index"

    @property
    def _celery_url(self) -> str:
        # Celery takes no TLS without a word on the certificate; what it gets here is the default of everybody else.
        if not self.redis_url.startswith("rediss:") or "ssl_cert_reqs=" in self.redis_url:
            return self.redis_url
        return f"{self.redis_url}{'&' if '?' in self.redis_url else '?'}ssl_cert_reqs=required"

    def producer(self) -> Celery:
        """Celery as the service uses it: fails at once where Redis does, and subscribes to no results."""
        # With a backend it would subscribe to the result of each job that it sends.
        return self._celery(None, {**_IMPATIENT, "max_retries": 0})

    def consumer(self, slot: int) -> Celery:
        """Celery as the worker in this slot uses it."""
        names = _in_hand(slot)
        # Of its own, so that what it had in hand is known when it dies.
        app = self._celery(
            self._celery_url,
            {
                "unacked_key": names,
                "unacked_index_key": f"{names}-index",
                "unacked_mutex_key": f"{names}-mutex",
            },
        )
        app.conf.update(
            result_backend_transport_options={"global_keyprefix": self.prefix},
            result_expires=RESULT_SECONDS,
            task_acks_late=True,
            worker_prefetch_multiplier=1,
            # It ends with its connection, and is started again once Redis can be reached: Celery itself would
            # wait for up to half a minute.
            broker_connection_retry=False,
            broker_connection_retry_on_startup=False,
        )
        return app

    def _celery(self, backend: str | None, broker_options: dict[str, Any]) -> Celery:
        app = Celery("headroom-fastapi", broker=self._celery_url, backend=backend, set_as_current=False)
        app.conf.update(
            broker_transport_options={"global_keyprefix": self.prefix, **broker_options},
            task_default_queue=QUEUE,
            task_serializer="json",
            accept_content=["json"],
            worker_send_task_events=False,
            worker_enable_remote_control=False,
        )
        return app


_IMPATIENT = {"socket_timeout": REDIS_LIMIT_SECONDS, "socket_connect_timeout": REDIS_LIMIT_SECONDS}


def redis_options() -> dict[str, Any]:
    """Options of a client of Redis that says at once when Redis is not there."""
    return {**_IMPATIENT, "retry": Retry(NoBackoff(), 0)}


def accepted(iterations: int) -> str:
    """What lies in a job's place until its result does, in the form of Celery's own results."""
    return json.dumps({"status": "PENDING", "iterations": iterations})


def _in_hand(slot: int) -> str:
    return f"in-hand-{slot}"
