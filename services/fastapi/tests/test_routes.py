import pytest
from fastapi.testclient import TestClient

BODIES = {
    "/sync": '{"message":"This is a sync endpoint"}',
    "/async": '{"message":"This is an async endpoint"}',
    "/blocking": '{"message":"This is a blocking endpoint"}',
    "/cpu": '{"done":true}',
    "/cpu/pool": '{"done":true}',
    "/cpu/processes": '{"done":true}',
    "/noop/sync": '{"done":true}',
    "/noop/async": '{"done":true}',
    "/healthz": '{"status":"ok"}',
}


@pytest.mark.parametrize(("path", "body"), BODIES.items())
def test_answers_as_the_contract_has_it(client: TestClient, path: str, body: str) -> None:
    response = client.get(path)
    assert (response.status_code, response.text) == (200, body)
    assert response.headers["content-type"] == "application/json"
