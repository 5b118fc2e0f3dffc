from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from prometheus_client import CollectorRegistry

from headroom_fastapi.app import create_app
from headroom_fastapi.settings import read_settings


@pytest.fixture(scope="module")
def registry() -> CollectorRegistry:
    return CollectorRegistry()


@pytest.fixture(scope="module")
def client(registry: CollectorRegistry) -> Iterator[TestClient]:
    settings = read_settings(
        {
            "FASTAPI_DELAY_SECONDS": "0.001",
            "FASTAPI_CPU_ITERATIONS": "1000",
            "FASTAPI_MIXED_DELAY_SECONDS": "0.001",
            "FASTAPI_MIXED_ITERATIONS": "1000",
            "FASTAPI_POOL_SIZE": "1",
        }
    )
    with TestClient(create_app(settings, registry), raise_server_exceptions=False) as client:
        yield client
