import asyncio
import os
import signal

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from headroom_fastapi.problems import answer_with_problems
from headroom_fastapi.process_pool import PoolBroken, ProcessPool

pytestmark = pytest.mark.xdist_group(__name__)


def failing(error: Exception) -> TestClient:
    app = FastAPI()
    answer_with_problems(app)

    @app.get("/")
    async def fail() -> None:
        raise error

    return TestClient(app, raise_server_exceptions=False)


@pytest.mark.parametrize(("method", "path", "status"), [("GET", "/nowhere", 404), ("POST", "/sync", 405)])
def test_refusals_are_problems(client: TestClient, method: str, path: str, status: int) -> None:
    response = client.request(method, path)
    assert response.headers["content-type"] == "application/problem+json"
    assert response.status_code == response.json()["status"] == status
    assert response.json()["detail"].startswith(f"{method} {path}: ")


def test_failures_are_problems_that_keep_their_reason_to_the_log() -> None:
    response = failing(ValueError("secret")).get("/")
    assert response.headers["content-type"] == "application/problem+json"
    assert response.status_code == 500
    assert response.json()["title"] == "Internal Server Error"
    assert "secret" not in response.text


def test_a_broken_pool_is_a_problem_that_may_pass() -> None:
    response = failing(PoolBroken("A process died.")).get("/")
    assert response.status_code == 503
    assert response.headers["retry-after"] == "1"
    assert response.json() == {
        "type": "about:blank",
        "title": "Service Unavailable",
        "status": 503,
        "detail": "A process died.",
    }


def test_requests_in_hand_fail_with_the_pool_and_one_pool_takes_over() -> None:
    async def scenario() -> None:
        pool = ProcessPool(1)
        await pool.start()
        try:
            pid = await pool.run(os.getpid)
            in_hand = [asyncio.create_task(pool.run(signal.pause)) for _ in range(2)]
            await asyncio.sleep(0)
            os.kill(pid, signal.SIGKILL)
            outcomes = await asyncio.gather(*in_hand, return_exceptions=True)
            assert [type(outcome) for outcome in outcomes] == [PoolBroken, PoolBroken]
            assert await pool.run(os.getpid) != pid
        finally:
            pool.end()

    asyncio.run(scenario())
