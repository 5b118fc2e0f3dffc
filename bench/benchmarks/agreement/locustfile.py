"""Users of Locust who do not think; prints when each right answer came, in seconds from the first request."""

import json
import os
import sys
import time

from locust import FastHttpUser, constant, events, task

answered: list[float] = []


class Waiting(FastHttpUser):
    wait_time = constant(0)
    network_timeout = 60.0
    connection_timeout = 60.0

    @task
    def ask(self) -> None:
        self.client.get(os.environ["AGREEMENT_PATH"])


started_at: list[float] = []


@events.spawning_complete.add_listener
def spawned(**_: object) -> None:
    started_at.append(time.monotonic())


@events.request.add_listener
def heard(exception: Exception | None, **_: object) -> None:
    if exception is None:
        answered.append(time.monotonic())


@events.quitting.add_listener
def told(**_: object) -> None:
    json.dump([at - started_at[0] for at in answered if started_at], sys.stdout)
