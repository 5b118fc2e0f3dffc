import pytest

from headroom_fastapi.failure import StartFailure
from headroom_fastapi.settings import (
    DatabaseSettings,
    QueueSettings,
    Settings,
    UpstreamSettings,
    read_settings,
    usable_cpus,
)
from headroom_fastapi.wait_time import WaitTime


def test_defaults_are_the_articles() -> None:
    assert read_settings({}) == Settings(
        host="127.0.0.1",
        port=8001,
        metrics_port=9465,
        workers=1,
        wait_time=WaitTime(1.0, sigma=0.0),
        cpu_iterations=10**8,
        mixed_wait_time=WaitTime(0.02, sigma=0.0),
        mixed_iterations=10**6,
        pool_size=min(usable_cpus(), 64),
        upstream=UpstreamSettings("http://127.0.0.1:8002", 0.05, 1024, 10.0),
        http_connections=128,
        database=DatabaseSettings(None, 10, 0.1, 30.0),
        queue=QueueSettings(0, 120.0, "redis://127.0.0.1:6379"),
        request_log=True,
    )


def test_reads_every_variable() -> None:
    environment = {
        "FASTAPI_HOST": "::1",
        "FASTAPI_PORT": "0",
        "FASTAPI_METRICS_PORT": "65535",
        "FASTAPI_WORKERS": "64",
        "FASTAPI_DELAY_SECONDS": "0.25",
        "FASTAPI_DELAY_SIGMA": "0.5",
        "FASTAPI_CPU_ITERATIONS": "10000000000",
        "FASTAPI_MIXED_DELAY_SECONDS": "0.125",
        "FASTAPI_MIXED_ITERATIONS": "7",
        "FASTAPI_POOL_SIZE": "3",
        "FASTAPI_UPSTREAM_URL": "http://[::1]:80/",
        "FASTAPI_UPSTREAM_DELAY_SECONDS": "0",
        "FASTAPI_UPSTREAM_BYTES": "1048576",
        "FASTAPI_UPSTREAM_TIMEOUT_SECONDS": "0.1",
        "FASTAPI_HTTP_CONNECTIONS": "1",
        "FASTAPI_DATABASE_URL": "postgres://user:hidden@host/name",
        "FASTAPI_DATABASE_POOL_SIZE": "1000",
        "FASTAPI_DATABASE_DELAY_SECONDS": "60",
        "FASTAPI_DATABASE_TIMEOUT_SECONDS": "120",
        "FASTAPI_QUEUE_WORKERS": "2",
        "FASTAPI_QUEUE_TIMEOUT_SECONDS": "600",
        "FASTAPI_REDIS_URL": "rediss://:hidden@host",
        "FASTAPI_REQUEST_LOG": "off",
    }
    settings = read_settings(environment)
    assert settings == Settings(
        host="::1",
        port=0,
        metrics_port=65_535,
        workers=64,
        wait_time=WaitTime(0.25, sigma=0.5),
        cpu_iterations=10**10,
        mixed_wait_time=WaitTime(0.125, sigma=0.5),
        mixed_iterations=7,
        pool_size=3,
        upstream=UpstreamSettings("http://[::1]:80", 0.0, 2**20, 0.1),
        http_connections=1,
        database=DatabaseSettings("postgres://user:hidden@host/name", 1000, 60.0, 120.0),
        queue=QueueSettings(2, 600.0, "rediss://:hidden@host"),
        request_log=False,
    )
    assert "hidden" not in repr(settings)


@pytest.mark.parametrize(
    ("variable", "value", "expected"),
    [
        ("FASTAPI_HOST", " ", "a host name or address"),
        ("FASTAPI_PORT", "65536", "a whole number from 0 to 65535"),
        ("FASTAPI_PORT", "", "a whole number from 0 to 65535"),
        ("FASTAPI_METRICS_PORT", "-1", "a whole number from 0 to 65535"),
        ("FASTAPI_WORKERS", "0", "a whole number from 1 to 64"),
        ("FASTAPI_WORKERS", "1.5", "a whole number from 1 to 64"),
        ("FASTAPI_WORKERS", "1_0", "a whole number from 1 to 64"),
        ("FASTAPI_DELAY_SECONDS", "nan", "a number from 0 to 60"),
        ("FASTAPI_DELAY_SECONDS", "60.1", "a number from 0 to 60"),
        ("FASTAPI_DELAY_SECONDS", "a\nb", "a number from 0 to 60"),
        ("FASTAPI_CPU_ITERATIONS", "1e8", "a whole number from 1 to 10000000000"),
        ("FASTAPI_POOL_SIZE", "65", "a whole number from 1 to 64"),
        ("FASTAPI_DELAY_SIGMA", "3.1", "a number from 0 to 3"),
        ("FASTAPI_UPSTREAM_URL", "https://host", "an http URL without a path"),
        ("FASTAPI_UPSTREAM_URL", "http://host/path", "an http URL without a path"),
        ("FASTAPI_UPSTREAM_URL", "http://user@host", "an http URL without a path"),
        ("FASTAPI_UPSTREAM_URL", "http://host:port", "an http URL without a path"),
        ("FASTAPI_UPSTREAM_URL", "http://", "an http URL without a path"),
        ("FASTAPI_REQUEST_LOG", "yes", "one of on, off"),
    ],
)
def test_names_what_is_wrong(variable: str, value: str, expected: str) -> None:
    with pytest.raises(StartFailure) as failure:
        read_settings({variable: value})
    written = value.replace("\n", "\\n")
    assert str(failure.value) == f'Bad settings: {variable} is "{written}", expected {expected}.'
    assert failure.value.exit_code == 2


@pytest.mark.parametrize(
    ("variable", "value", "expected"),
    [
        ("FASTAPI_DATABASE_URL", "mysql://user:hidden@host", "postgresql:// or postgres://"),
        ("FASTAPI_DATABASE_URL", "postgresql:hidden", "postgresql:// or postgres://"),
        ("FASTAPI_REDIS_URL", "redis://:hidden@host:port", "redis:// or rediss://"),
    ],
)
def test_shows_no_url_that_may_hold_a_password(variable: str, value: str, expected: str) -> None:
    with pytest.raises(StartFailure) as failure:
        read_settings({variable: value})
    assert (
        str(failure.value)
        == f"Bad settings: {variable} is malformed, expected a URL that starts with {expected}."
    )


def test_names_everything_that_is_wrong_in_one_line() -> None:
    with pytest.raises(StartFailure, match=r"^Bad settings: FASTAPI_PORT is .*; FASTAPI_WORKERS is .*\.$"):
        read_settings({"FASTAPI_PORT": "x", "FASTAPI_WORKERS": "y"})
