import asyncio

import httpx

from headroom_fastapi.settings import UpstreamSettings
from headroom_fastapi.upstream import broken_off, bytes_of, refused, reply_url, strange, too_late, unreachable

# Shorter than the upstream's own 75 s, so that no call meets a connection that is just being ended.
IDLE_CONNECTION_SECONDS = 60


class AsyncUpstream:
    """Calls the upstream by `httpx`, over at most `connections` connections that are kept."""

    def __init__(self, upstream: UpstreamSettings, connections: int) -> None:
        self._upstream = upstream
        self._url = httpx.URL(reply_url(upstream))
        self._client = httpx.AsyncClient(
            limits=httpx.Limits(
                max_connections=connections,
                max_keepalive_connections=connections,
                keepalive_expiry=IDLE_CONNECTION_SECONDS,
            ),
            # One deadline covers the whole call.
            timeout=None,
            trust_env=False,
        )

    async def call(self) -> int:
        """The bytes of the upstream's answer. Raises an `HTTPException` where there is none."""
        try:
            async with asyncio.timeout(self._upstream.timeout_seconds):
                response = await self._client.get(self._url)
            if response.status_code != 200:
                raise refused(response.status_code)
            return bytes_of(response.json())
        except TimeoutError as error:
            raise too_late(self._upstream) from error
        except httpx.ConnectError as error:
            raise unreachable() from error
        except httpx.HTTPError as error:
            raise broken_off() from error
        except ValueError as error:
            raise strange() from error

    async def close(self) -> None:
        """Ends the connections."""
        await self._client.aclose()
