"""What both clients of the upstream have to know: what to ask for, and what a failure is answered with."""

from starlette.exceptions import HTTPException

from headroom_fastapi.settings import UpstreamSettings


def reply_url(upstream: UpstreamSettings) -> str:
    return f"{upstream.url}/reply?delay={upstream.delay_seconds:f}&bytes={upstream.size_bytes}"


def bytes_of(reply: object) -> int:
    """How many bytes the upstream sent as filling. Raises an `HTTPException` if it is not its reply."""
    filler = reply.get("filler") if isinstance(reply, dict) else None
    if not isinstance(filler, str):
        raise strange()
    return len(filler.encode())


def unreachable() -> HTTPException:
    return HTTPException(502, "The upstream cannot be reached.")


def broken_off() -> HTTPException:
    return HTTPException(502, "The upstream broke the connection off.")


def refused(status: int) -> HTTPException:
    return HTTPException(502, f"The upstream answered with status {status}.")


def strange() -> HTTPException:
    return HTTPException(502, "The upstream answered with something that is not its reply.")


def too_late(upstream: UpstreamSettings) -> HTTPException:
    return HTTPException(504, f"The upstream did not answer within {upstream.timeout_seconds:g} s.")
