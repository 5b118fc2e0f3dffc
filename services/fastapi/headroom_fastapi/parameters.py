"""The query parameters of requests; each is `None` where the request has none."""

from typing import Annotated

from fastapi import Query
from pydantic import BeforeValidator

from headroom_fastapi.limits import cpu_iterations, delay_seconds, delay_sigma

Delay = Annotated[float | None, Query(), BeforeValidator(delay_seconds)]
Sigma = Annotated[float | None, Query(), BeforeValidator(delay_sigma)]
Iterations = Annotated[int | None, Query(), BeforeValidator(cpu_iterations)]
