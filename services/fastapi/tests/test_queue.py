import os
import re
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
import redis
from fastapi.testclient import TestClient
from prometheus_client import CollectorRegistry
from running import Running, all_end, eventually, running
from servers import Redis, redis_server

from headroom_fastapi.app import create_app
from headroom_fastapi.queue_jobs import QueueJobs
from headroom_fastapi.queue_place import ALL_RUNS, QueuePlace, accepted
from headroom_fastapi.settings import read_settings

pytestmark = pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="needs Linux's pidfd and /proc")

DONE = (200, '{"done":true}')
LOST = (503, "The queue's Redis cannot be reached.")
FOR_EVER = 10**10
JOB = "/cpu/queue/{id}"
COUNT = "http_server_request_duration_seconds_count"


@pytest.fixture
def store() -> Iterator[Redis]:
    with redis_server() as server:
        server.start()
        yield server


@contextmanager
def queueing(store: Redis, workers: int = 1, **environment: str) -> Iterator[Running]:
    settings = {"FASTAPI_QUEUE_WORKERS": str(workers), "FASTAPI_REDIS_URL": store.url, **environment}
    with running(**settings) as service:
        yield service
        assert "hidden" not in "".join(service.log)


@contextmanager
def without_workers(store: Redis, **environment: str) -> Iterator[TestClient]:
    """A service whose jobs nobody does."""
    settings = read_settings({"FASTAPI_POOL_SIZE": "1", **environment})
    app = create_app(settings, CollectorRegistry(), queue=QueuePlace(store.url, "run"))
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


def accept(service: Running, iterations: int = 1) -> str:
    response = service.post(f"/cpu/queue?iterations={iterations}")
    assert (response.status_code, "hidden" in response.text) == (202, False)
    location = response.headers["location"]
    assert location == f"/cpu/queue/{response.json()['id']}"
    return str(location)


def outcome(service: Running, path: str) -> tuple[int, str]:
    response = service.get(path)
    return response.status_code, response.text if response.is_success else response.json()["detail"]


def refusal(service: Running) -> tuple[int, str]:
    response = service.post("/cpu/queue")
    return response.status_code, response.json().get("detail", "")


def works_again(service: Running) -> bool:
    response = service.post("/cpu/queue?iterations=1")
    return response.status_code == 202 and outcome(service, response.headers["location"]) == DONE


def in_hand(store: Redis) -> int:
    """How many jobs the queue's workers have begun."""
    with redis.Redis.from_url(store.url) as client:
        keys = [key for key in client.keys(f"{ALL_RUNS}*:in-hand-*") if client.type(key) == b"hash"]
        return sum(client.hlen(key) for key in keys)


def shorten_what_is_done_again(store: Redis) -> None:
    with redis.Redis.from_url(store.url) as client:
        for key in client.keys(f"{ALL_RUNS}*:celery-task-meta-*"):
            client.set(key, accepted(iterations=1), keepttl=True)


def worker_pids(service: Running) -> list[int]:
    """The processes that work off the queue, in the order in which they were started."""
    started = (re.search(r"Started worker process (\d+) of the queue", line) for line in service.log)
    return [int(found[1]) for found in started if found]


def test_does_jobs_in_workers_of_their_own(store: Redis) -> None:
    with queueing(store, workers=2, FASTAPI_WORKERS="2", FASTAPI_CPU_ITERATIONS="1000") as service:
        path = accept(service)
        assert [outcome(service, path) for _ in range(2)] == [DONE, DONE]
        assert service.post("/cpu/queue").status_code == 202
        assert outcome(service, "/cpu/queue/nobody") == (404, "There is no job nobody.")
        assert service.get("/cpu/queue").status_code == 405
        assert service.post("/cpu/queue?iterations=0").status_code == 400
        assert service.metric(COUNT, http_route=JOB, http_response_status_code="200") == 2

        with redis.Redis.from_url(store.url) as client:
            run_id = client.keys(f"{ALL_RUNS}*")[0].decode().split(":")[1]
        job_id = QueueJobs(QueuePlace(store.url, run_id)).accept("not a number")  # type: ignore[arg-type]
        failed = "The job failed; the log of the queue's worker has the reason."
        assert outcome(service, f"/cpu/queue/{job_id}") == (500, failed)

        # More requests wait than there are threads.
        path = accept(service, FOR_EVER)
        for _ in range(100):
            service.queue(path)
        eventually(lambda: service.active(JOB) == 100)
        assert service.get("/noop/sync").status_code == 200
        # However many processes serve, the queue has the workers that were asked for.
        assert len(worker_pids(service)) == 2


def test_a_result_is_waited_for_only_so_long(store: Redis) -> None:
    with without_workers(store, FASTAPI_QUEUE_TIMEOUT_SECONDS="0.3") as client:
        response = client.get(client.post("/cpu/queue").headers["location"])
        assert (response.status_code, response.json()["detail"]) == (
            504,
            "The job was not done within 0.3 s.",
        )


def test_a_redis_that_says_nothing_holds_no_request_for_ever(store: Redis) -> None:
    with without_workers(store) as client:
        assert client.get("/cpu/queue/any").status_code == 404
        with store.hanging(), ThreadPoolExecutor(2) as threads:
            asked = [threads.submit(client.post, "/cpu/queue"), threads.submit(client.get, "/cpu/queue/any")]
            responses = [each.result() for each in asked]
        assert [(each.status_code, each.json()["detail"]) for each in responses] == [LOST, LOST]
        assert client.post("/cpu/queue").status_code == 202
        assert client.get("/cpu/queue/any").status_code == 404


def test_survives_the_loss_of_redis() -> None:
    with redis_server() as store, queueing(store, workers=2) as service, ThreadPoolExecutor(2) as threads:
        assert refusal(service) == LOST
        assert outcome(service, "/cpu/queue/any") == LOST
        store.start()
        eventually(lambda: works_again(service))
        waiting = threads.submit(outcome, service, accept(service, FOR_EVER))
        eventually(lambda: service.active(JOB) == 1 and in_hand(store) == 1)
        store.end()
        assert waiting.result() == LOST
        assert refusal(service) == LOST
        assert outcome(service, "/cpu/queue/any") == LOST
        store.start()
        # By the worker that had nothing in hand: the other one will not look at Redis again.
        eventually(lambda: works_again(service))


def test_jobs_of_a_worker_that_was_killed_are_done_again(store: Redis) -> None:
    with queueing(store, workers=2) as service, ThreadPoolExecutor(8) as threads:
        paths = [accept(service, iterations) for iterations in [FOR_EVER] * 2 + [1] * 4]
        outcomes = [threads.submit(outcome, service, path) for path in paths]
        eventually(lambda: in_hand(store) == 2 and service.active(JOB) == 6)
        shorten_what_is_done_again(store)
        for killed in (0, 1):
            os.kill(worker_pids(service)[killed], signal.SIGKILL)
            eventually(lambda killed=killed: sum(each.done() for each in outcomes) == 5 + killed)
        assert [each.result() for each in outcomes] == [DONE] * 6
        eventually(lambda: len(worker_pids(service)) == 4)
        eventually(lambda: sum("done again: 1." in line for line in service.log) == 2)
        eventually(lambda: in_hand(store) == 0)
        # Nothing is left that would be done, and counted, a second time.
        assert service.metric(COUNT, http_route=JOB) == 6


def test_a_job_that_redis_gave_to_a_worker_that_died_before_it_took_it_is_not_lost(store: Redis) -> None:
    with queueing(store) as service:
        eventually(lambda: works_again(service))
        first = accept(service, FOR_EVER)
        eventually(lambda: in_hand(store) == 1)
        path = accept(service)
        with redis.Redis.from_url(store.url) as client:
            [queue] = client.keys(f"{ALL_RUNS}*:jobs")
            # What the death of a worker between its two commands leaves: nothing but that the job was accepted.
            assert client.rpop(queue) is not None
            client.delete(f"{queue.decode().removesuffix('jobs')}celery-task-meta-{first.rpartition('/')[2]}")
        os.kill(worker_pids(service)[0], signal.SIGKILL)
        assert outcome(service, path) == DONE


def test_jobs_of_an_earlier_run_are_removed(store: Redis) -> None:
    with queueing(store) as service:
        paths = [accept(service, FOR_EVER) for _ in range(3)]
        eventually(lambda: in_hand(store) == 1)
        with all_end(service.pids()):
            service.process.kill()
    with queueing(store) as service:
        eventually(lambda: works_again(service))
        removed = [line for line in service.log if "earlier run" in line]
        assert [line.rpartition(": ")[2] for line in removed] == ["3.\n"]
        assert outcome(service, paths[0])[0] == 404


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_termination_signal_ends_the_queue_too(workers: str, store: Redis) -> None:
    with queueing(store, FASTAPI_WORKERS=workers) as service:
        service.queue(accept(service, FOR_EVER))
        eventually(lambda: in_hand(store) == 1)
        with all_end(service.pids()):
            service.process.send_signal(signal.SIGTERM)
        assert service.process.wait() == 0


def test_without_workers_there_is_no_queue(client: TestClient) -> None:
    for response in (client.post("/cpu/queue"), client.get("/cpu/queue/any")):
        assert response.status_code == 503
        assert response.json()["detail"] == "There is no queue: set FASTAPI_QUEUE_WORKERS."
