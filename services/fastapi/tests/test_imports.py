import subprocess
import sys

from running import PROJECT

HEAVY = {"asyncpg", "celery", "httpx", "kombu", "psycopg", "psycopg_pool", "redis", "requests", "urllib3"}


def test_what_only_some_routes_need_is_not_imported_before_they_are_used() -> None:
    code = """
import sys
from prometheus_client import CollectorRegistry
import headroom_fastapi.__main__
from headroom_fastapi.app import create_app
from headroom_fastapi.settings import read_settings
create_app(read_settings({}), CollectorRegistry())
print(*sys.modules)
"""
    modules = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT, check=True, capture_output=True, text=True
    ).stdout
    assert {module.partition(".")[0] for module in modules.split()} & HEAVY == set()
