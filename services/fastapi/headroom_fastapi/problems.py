"""Failures as RFC 9457 has them: `application/problem+json`."""

import json
from collections.abc import Mapping
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from headroom_fastapi.process_pool import PoolBroken


class ProblemResponse(JSONResponse):
    media_type = "application/problem+json"

    def __init__(self, status: int, detail: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(problem(status, detail), status, headers)


def problem(status: int, detail: str) -> dict[str, object]:
    """The body of a problem that is no more than its HTTP status (RFC 9457, section 4.2.1)."""
    return {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}


def answer_with_problems(app: FastAPI) -> None:
    """Makes `app` answer every failure with a problem."""

    @app.exception_handler(HTTPException)
    async def refused(request: Request, error: HTTPException) -> ProblemResponse:
        phrase = HTTPStatus(error.status_code).phrase
        detail = f"{request.method} {request.url.path}: {phrase}" if error.detail == phrase else error.detail
        return ProblemResponse(error.status_code, detail, error.headers)

    @app.exception_handler(RequestValidationError)
    async def bad_parameters(_: Request, error: RequestValidationError) -> ProblemResponse:
        complaints = (
            f"{bad['loc'][-1]} is {json.dumps(bad['input'])}, expected {bad['ctx']['error']}"
            for bad in error.errors()
        )
        return ProblemResponse(400, f"{'; '.join(complaints)}.")

    @app.exception_handler(PoolBroken)
    async def pool_broken(_: Request, error: PoolBroken) -> ProblemResponse:
        return ProblemResponse(503, str(error), {"Retry-After": "1"})

    @app.exception_handler(Exception)
    async def failed(_: Request, __: Exception) -> ProblemResponse:
        return ProblemResponse(500, "The service failed to answer; its log has the reason.")
