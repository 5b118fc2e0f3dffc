import socket
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread

import pytest
from fastapi.testclient import TestClient
from prometheus_client import CollectorRegistry
from servers import free_port, upstream_server

from headroom_fastapi.app import create_app
from headroom_fastapi.settings import read_settings

PATHS = ["/http/sync", "/http/async"]

Fault = Callable[[socket.socket], None]


def hang(connection: socket.socket) -> None:
    connection.recv(1)


def reset(connection: socket.socket) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def answer(head: str, body: str) -> Fault:
    text = f"HTTP/1.1 {head}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n{body}"
    return lambda connection: connection.sendall(text.encode())


def stop_halfway(connection: socket.socket) -> None:
    connection.sendall(b'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"bytes":')
    connection.recv(1)


@contextmanager
def faulty(fault: Fault) -> Iterator[str]:
    """The URL of a server that reads one request and then shows the fault."""

    def serve() -> None:
        connection, _ = server.accept()
        with connection:
            while b"\r\n\r\n" not in connection.recv(65536):
                pass
            fault(connection)

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = Thread(target=serve)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
        thread.join()


@contextmanager
def calling(url: str) -> Iterator[TestClient]:
    settings = read_settings(
        {
            "FASTAPI_POOL_SIZE": "1",
            "FASTAPI_UPSTREAM_URL": url,
            "FASTAPI_UPSTREAM_DELAY_SECONDS": "0.001",
            "FASTAPI_UPSTREAM_TIMEOUT_SECONDS": "0.3",
        }
    )
    with TestClient(create_app(settings, CollectorRegistry()), raise_server_exceptions=False) as client:
        yield client


def test_tells_how_much_the_upstream_sent() -> None:
    with upstream_server() as url, calling(url) as client:
        for path in PATHS * 2:
            response = client.get(path)
            assert (response.status_code, response.text) == (200, '{"bytes":1024}')


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    ("fault", "status", "detail"),
    [
        (hang, 504, "The upstream did not answer within 0.3 s."),
        (stop_halfway, 504, "The upstream did not answer within 0.3 s."),
        (reset, 502, "The upstream broke the connection off."),
        (answer("500 Oh", "{}"), 502, "The upstream answered with status 500."),
        (answer("200 OK", "{"), 502, "The upstream answered with something that is not its reply."),
        (answer("200 OK", "[]"), 502, "The upstream answered with something that is not its reply."),
    ],
)
def test_failures_of_the_upstream_are_problems(path: str, fault: Fault, status: int, detail: str) -> None:
    with faulty(fault) as url, calling(url) as client:
        response = client.get(path)
    assert response.headers["content-type"] == "application/problem+json"
    assert (response.status_code, response.json()["detail"]) == (status, detail)


@pytest.mark.parametrize("path", PATHS)
def test_an_upstream_that_is_not_there_is_a_problem(path: str) -> None:
    with calling(f"http://127.0.0.1:{free_port()}") as client:
        response = client.get(path)
        assert (response.status_code, response.json()["detail"]) == (502, "The upstream cannot be reached.")
