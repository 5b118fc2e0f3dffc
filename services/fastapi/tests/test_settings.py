import pytest

from headroom_fastapi.failure import StartFailure
from headroom_fastapi.settings import Settings, read_settings, usable_cpus


def test_defaults_are_the_articles() -> None:
    assert read_settings({}) == Settings(
        host="127.0.0.1",
        port=8001,
        metrics_port=9465,
        workers=1,
        delay_seconds=1.0,
        cpu_iterations=10**8,
        pool_size=min(usable_cpus(), 64),
        request_log=True,
    )


def test_reads_every_variable() -> None:
    environment = {
        "FASTAPI_HOST": "::1",
        "FASTAPI_PORT": "0",
        "FASTAPI_METRICS_PORT": "65535",
        "FASTAPI_WORKERS": "64",
        "FASTAPI_DELAY_SECONDS": "0.25",
        "FASTAPI_CPU_ITERATIONS": "10000000000",
        "FASTAPI_POOL_SIZE": "3",
        "FASTAPI_REQUEST_LOG": "off",
    }
    assert read_settings(environment) == Settings("::1", 0, 65_535, 64, 0.25, 10**10, 3, False)


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
        ("FASTAPI_REQUEST_LOG", "yes", "one of on, off"),
    ],
)
def test_names_what_is_wrong(variable: str, value: str, expected: str) -> None:
    with pytest.raises(StartFailure) as failure:
        read_settings({variable: value})
    written = value.replace("\n", "\\n")
    assert str(failure.value) == f'Bad settings: {variable} is "{written}", expected {expected}.'
    assert failure.value.exit_code == 2


def test_names_everything_that_is_wrong_in_one_line() -> None:
    with pytest.raises(StartFailure, match=r"^Bad settings: FASTAPI_PORT is .*; FASTAPI_WORKERS is .*\.$"):
        read_settings({"FASTAPI_PORT": "x", "FASTAPI_WORKERS": "y"})
