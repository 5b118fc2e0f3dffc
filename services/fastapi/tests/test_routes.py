import pytest
from fastapi.testclient import TestClient

pytestmark = pytest.mark.xdist_group(__name__)

BODIES = {
    "/sync": '{"message":"This is a sync endpoint"}',
    "/async": '{"message":"This is an async endpoint"}',
    "/blocking": '{"message":"This is a blocking endpoint"}',
    "/cpu": '{"done":true}',
    "/cpu/pool": '{"done":true}',
    "/cpu/processes": '{"done":true}',
    "/mixed/sync": '{"done":true}',
    "/mixed/async": '{"done":true}',
    "/noop/sync": '{"done":true}',
    "/noop/async": '{"done":true}',
    "/healthz": '{"status":"ok"}',
}


@pytest.mark.parametrize(("path", "body"), BODIES.items())
def test_answers_as_the_contract_has_it(client: TestClient, path: str, body: str) -> None:
    response = client.get(path)
    assert (response.status_code, response.text) == (200, body)
    assert response.headers["content-type"] == "application/json"


@pytest.mark.parametrize(
    "path",
    [
        *("/sync?delay=0&sigma=3", "/async?delay=0.001", "/blocking?delay=0.0001&sigma=0.5"),
        *("/cpu?iterations=1", "/cpu/pool?iterations=1", "/cpu/processes?iterations=1"),
        *("/mixed/sync?delay=0&iterations=1", "/mixed/async?delay=0.0001&sigma=1&iterations=1"),
    ],
)
def test_a_request_may_ask_for_its_own_amount(client: TestClient, path: str) -> None:
    response = client.get(path)
    assert (response.status_code, response.text) == (200, BODIES[path.partition("?")[0]])


@pytest.mark.parametrize(
    ("query", "detail"),
    [
        ("delay=60.1", 'delay is "60.1", expected a number from 0 to 60.'),
        ("sigma=x", 'sigma is "x", expected a number from 0 to 3.'),
        ("iterations=0", 'iterations is "0", expected a whole number from 1 to 10000000000.'),
        (
            "delay=&sigma=4",
            'delay is "", expected a number from 0 to 60; sigma is "4", expected a number from 0 to 3.',
        ),
    ],
)
@pytest.mark.parametrize("path", ["/mixed/sync", "/mixed/async"])
def test_an_amount_outside_the_limits_is_a_problem(
    client: TestClient, path: str, query: str, detail: str
) -> None:
    response = client.get(f"{path}?{query}")
    assert response.headers["content-type"] == "application/problem+json"
    assert (response.status_code, response.json()["detail"]) == (400, detail)


@pytest.mark.parametrize("path", ["/db/sync", "/db/async", "/db/read/sync", "/db/read/async"])
def test_without_a_url_there_is_no_database(client: TestClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 503
    assert response.json()["detail"] == "There is no database: set FASTAPI_DATABASE_URL."
