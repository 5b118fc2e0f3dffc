import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from fastapi.testclient import TestClient
from prometheus_client import CollectorRegistry
from running import END_SECONDS, eventually
from servers import Postgres, free_port, postgres_server

from headroom_fastapi.app import create_app
from headroom_fastapi.settings import read_settings

pytestmark = pytest.mark.xdist_group(__name__)

SLOW = ["/db/sync", "/db/async"]
READS = ["/db/read/sync", "/db/read/async"]
PAIRS = list(zip(SLOW, READS, strict=True))


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postgres]:
    with postgres_server() as server:
        yield server


@contextmanager
def asking(url: str, **environment: str) -> Iterator[TestClient]:
    settings = read_settings(
        {
            "FASTAPI_POOL_SIZE": "1",
            "FASTAPI_DATABASE_URL": url,
            "FASTAPI_DATABASE_DELAY_SECONDS": "0.01",
            **environment,
        }
    )
    with TestClient(create_app(settings, CollectorRegistry()), raise_server_exceptions=False) as client:
        yield client


def answer(client: TestClient, path: str) -> tuple[int, str]:
    response = client.get(path)
    assert "hidden" not in response.text
    return response.status_code, response.text if response.is_success else response.json()["detail"]


FOUND = (200, '{"id":4242,"label":"item 4242"}')
UNREACHABLE = (503, "PostgreSQL cannot be reached.")


def test_finds_the_row_more_often_than_there_are_connections(postgres: Postgres) -> None:
    with asking(postgres.url, FASTAPI_DATABASE_POOL_SIZE="2") as client, ThreadPoolExecutor(12) as threads:
        for path in SLOW + READS:
            assert list(threads.map(lambda path: answer(client, path), [path] * 12)) == [FOUND] * 12


@pytest.mark.parametrize(("slow", "read"), PAIRS)
def test_a_query_that_takes_too_long_is_ended_in_the_server_too(
    slow: str, read: str, postgres: Postgres
) -> None:
    late = {"FASTAPI_DATABASE_DELAY_SECONDS": "60", "FASTAPI_DATABASE_TIMEOUT_SECONDS": "0.3"}
    with asking(postgres.url, **late) as client:
        # On a busy machine it may not even connect in that time.
        eventually(lambda: answer(client, read) == FOUND)
        assert answer(client, slow) == (504, "The query did not end within 0.3 s.")
        eventually(lambda: postgres.queries() == 0, END_SECONDS)
        eventually(lambda: answer(client, read) == FOUND)


@pytest.mark.parametrize("path", READS)
def test_a_server_that_says_nothing_holds_no_request_for_ever(path: str, postgres: Postgres) -> None:
    with asking(postgres.url, FASTAPI_DATABASE_TIMEOUT_SECONDS="0.5") as client:
        eventually(lambda: answer(client, path) == FOUND)
        with postgres.hanging():
            assert answer(client, path)[0] == 504
            assert answer(client, path)[0] in (503, 504)
        eventually(lambda: answer(client, path) == FOUND)


@pytest.mark.parametrize("path", READS)
def test_a_connection_is_waited_for_only_so_long(path: str, postgres: Postgres) -> None:
    limits = {"FASTAPI_DATABASE_POOL_SIZE": "1", "FASTAPI_DATABASE_TIMEOUT_SECONDS": "0.5"}
    with asking(postgres.url, **limits) as client, ThreadPoolExecutor(3) as threads, postgres.hanging():
        outcomes = set(threads.map(lambda path: answer(client, path), [path] * 3))
        assert outcomes == {(503, "No connection became free within 0.5 s.")}


@pytest.mark.parametrize("path", READS)
def test_a_database_that_has_not_been_filled_says_so(path: str, postgres: Postgres) -> None:
    with asking(postgres.empty_url) as client:
        assert answer(client, path) == (503, "The database has no table items: it has not been filled.")


@pytest.mark.parametrize("path", READS)
def test_a_database_that_does_not_exist_is_one_that_cannot_be_reached(path: str, postgres: Postgres) -> None:
    with asking(postgres.url.replace("/postgres", "/none")) as client:
        assert answer(client, path) == UNREACHABLE


@pytest.mark.parametrize("path", READS)
def test_starts_without_postgresql(path: str) -> None:
    with asking(f"postgresql://lab:hidden@127.0.0.1:{free_port()}/postgres") as client:
        assert answer(client, path) == UNREACHABLE


@pytest.mark.parametrize(("slow", "read"), PAIRS)
def test_survives_the_loss_of_postgresql(slow: str, read: str, postgres: Postgres) -> None:
    patient = {"FASTAPI_DATABASE_DELAY_SECONDS": "60", "FASTAPI_DATABASE_TIMEOUT_SECONDS": "120"}
    with (
        asking(postgres.url, FASTAPI_DATABASE_POOL_SIZE="2", **patient) as client,
        ThreadPoolExecutor(4) as threads,
    ):
        in_hand = [threads.submit(answer, client, slow) for _ in range(4)]
        eventually(lambda: postgres.queries() == 2)
        postgres.end(signal.SIGQUIT)
        outcomes = {each.result() for each in in_hand}
        assert outcomes <= {(503, "The connection to PostgreSQL was lost."), UNREACHABLE}
        assert answer(client, read)[0] == 503
        postgres.start()
        eventually(lambda: answer(client, read) == FOUND)
        # Not by luck: all the connections that were lost have been replaced.
        assert {answer(client, read) for _ in range(8)} == {FOUND}
