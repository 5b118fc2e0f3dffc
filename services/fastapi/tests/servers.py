"""Redis, PostgreSQL and the upstream as processes of their own, for tests that also take them away."""

import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import NoReturn

import psycopg
import pytest
from running import LIMIT_SECONDS

from headroom_fastapi.process_metrics import family

REPOSITORY = Path(__file__).parents[3]
NODE = REPOSITORY / "node_modules/node/bin/node"
POSTGRES_PROGRAMS = max(
    Path("/usr/lib/postgresql").glob("*/bin"), default=None, key=lambda path: int(path.parts[-2])
)


class Server:
    """A program that can be started and ended again, on the same port and with the same data."""

    def __init__(self, command: list[str], ready: str, port: int) -> None:
        self.port = port
        self._command = command
        self._ready = ready
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> re.Match[str]:
        """Returns when the program has said that it is ready."""
        self._process = subprocess.Popen(
            self._command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd="/"
        )
        assert self._process.stdout is not None
        lines: list[str] = []
        for line in self._process.stdout:
            if found := re.search(self._ready, line):
                self._reader = Thread(target=self._process.stdout.read, daemon=True)
                self._reader.start()
                return found
            lines.append(line)
        raise AssertionError(f"{self._command[0]} did not start: {''.join(lines)}")

    def end(self, number: signal.Signals = signal.SIGKILL) -> None:
        """Ends it, if it runs."""
        if self._process is not None:
            self._process.send_signal(number)
            self._process.wait(LIMIT_SECONDS)
            self._reader.join(LIMIT_SECONDS)
            assert self._process.stdout is not None
            self._process.stdout.close()
            self._process = None

    @contextmanager
    def hanging(self) -> Iterator[None]:
        """It is there and does nothing, with all its processes."""
        assert self._process is not None
        pids = [reading.pid for reading in family(self._process.pid)]
        for pid in pids:
            os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            for pid in pids:
                os.kill(pid, signal.SIGCONT)


def lacking(what: str) -> NoReturn:
    """Skips a test for what this machine has not; CI must not pass for want of it."""
    if os.environ.get("CI"):
        pytest.fail(what)
    pytest.skip(what)


class Redis(Server):
    def __init__(self, folder: Path) -> None:
        if shutil.which("redis-server") is None:
            lacking("redis-server is not installed (Debian: apt install redis-server)")
        port = free_port()
        options = f"--port {port} --bind 127.0.0.1 --appendonly no --requirepass hidden".split()
        command = ["redis-server", *options, "--save", "", "--dir", str(folder)]
        super().__init__(command, "Ready to accept connections", port)
        self.url = f"redis://:hidden@127.0.0.1:{port}"


class Postgres(Server):
    """With a database that has the table `items`, and another one, `template1`, that has not."""

    def __init__(self, folder: Path) -> None:
        if POSTGRES_PROGRAMS is None:
            lacking("PostgreSQL is not installed (Debian: apt install postgresql)")
        user = _unprivileged(folder)
        options = (
            "-c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off -c max_connections=30"
        )
        port = free_port()
        super().__init__(
            [*user, f"{POSTGRES_PROGRAMS}/postgres", "-D", str(folder), "-p", str(port), *options.split()],
            "database system is ready to accept connections",
            port,
        )
        initdb = [
            f"{POSTGRES_PROGRAMS}/initdb",
            "-D",
            str(folder),
            "-U",
            "lab",
            "-A",
            "trust",
            "-N",
            "-E",
            "UTF8",
        ]
        subprocess.run([*user, *initdb], check=True, capture_output=True, cwd="/")
        self.url = f"postgresql://lab:hidden@127.0.0.1:{port}/postgres"
        self.empty_url = f"postgresql://lab:hidden@127.0.0.1:{port}/template1"
        self.start()
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute("create table items (id integer primary key, label text not null)")
            connection.execute("insert into items select id, 'item ' || id from generate_series(1, 10000) id")

    def queries(self) -> int:
        """How many slow queries it has in hand."""
        with psycopg.connect(self.url) as connection:
            row = connection.execute(
                "select count(*) from pg_stat_activity where state = 'active' and query like '%pg_sleep(%'"
                " and pid <> pg_backend_pid()"
            ).fetchone()
        assert row is not None
        return int(row[0])


@contextmanager
def redis_server() -> Iterator[Redis]:
    """Not started."""
    with tempfile.TemporaryDirectory(prefix="headroom-redis-") as folder:
        server = Redis(Path(folder))
        try:
            yield server
        finally:
            server.end()


@contextmanager
def postgres_server() -> Iterator[Postgres]:
    with tempfile.TemporaryDirectory(prefix="headroom-postgres-", ignore_cleanup_errors=True) as folder:
        server = Postgres(Path(folder))
        try:
            yield server
        finally:
            server.end(signal.SIGQUIT)


@contextmanager
def upstream_server() -> Iterator[str]:
    """The URL of the lab's own upstream."""
    if not NODE.exists():
        lacking("the upstream takes the Node.js of the repository (npm install)")
    program = REPOSITORY / "services/upstream/src/main.ts"
    server = Server(["env", "UPSTREAM_PORT=0", str(NODE), str(program)], r"127\.0\.0\.1:(\d+)", 0)
    try:
        yield f"http://127.0.0.1:{server.start()[1]}"
    finally:
        server.end()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


def _unprivileged(folder: Path) -> list[str]:
    """How to run a program that refuses to be run by root; `folder` is made that user's own."""
    if os.getuid() != 0:
        return []
    if shutil.which("setpriv") is None:
        lacking("PostgreSQL does not run as root, and there is no setpriv to run it as somebody else")
    shutil.chown(folder, "nobody")
    return ["setpriv", "--reuid=nobody", "--clear-groups"]
