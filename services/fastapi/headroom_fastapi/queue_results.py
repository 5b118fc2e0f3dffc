import asyncio
import logging
from collections import defaultdict

from redis.asyncio import Redis
from redis.asyncio.client import PubSub
from redis.exceptions import RedisError
from starlette.exceptions import HTTPException

from headroom_fastapi.queue_jobs import outcome_of, redis_unreachable
from headroom_fastapi.queue_place import QueuePlace, redis_options

_logger = logging.getLogger("uvicorn.error")


class QueueResults:
    """
    Waits for results on the event loop, by the channels on which Celery announces them.

    One connection listens for all the requests of this process: those that wait hold no thread and ask for nothing.
    """

    def __init__(self, place: QueuePlace, timeout_seconds: float) -> None:
        self._results = place.results
        self._timeout_seconds = timeout_seconds
        self._redis = Redis.from_url(place.redis_url, **redis_options())
        # The limit on an answer is none on an announcement.
        self._announcements = Redis.from_url(place.redis_url, **{**redis_options(), "socket_timeout": None})
        self._waiting: dict[str, set[asyncio.Future[str]]] = defaultdict(set)
        self._listening: asyncio.Task[None] | None = None
        self._starting = asyncio.Lock()

    async def wait(self, job_id: str) -> None:
        """Returns when the job has been done. Raises an `HTTPException` if it will not be, or is not in time."""
        try:
            async with asyncio.timeout(self._timeout_seconds):
                outcome = await self._outcome(job_id)
        except TimeoutError as error:
            limit = f"{self._timeout_seconds:g} s"
            raise HTTPException(504, f"The job was not done within {limit}.") from error
        except RedisError as error:
            raise redis_unreachable() from error
        if outcome != "SUCCESS":
            raise HTTPException(500, "The job failed; the log of the queue's worker has the reason.")

    async def close(self) -> None:
        """Ends the connections; requests that wait are told that there is no Redis."""
        if self._listening is not None:
            self._listening.cancel()
            await asyncio.gather(self._listening, return_exceptions=True)
        await self._redis.aclose()
        await self._announcements.aclose()

    async def _outcome(self, job_id: str) -> str:
        await self._listen()
        announced = asyncio.get_running_loop().create_future()
        self._waiting[job_id].add(announced)
        try:
            # Only now, as what was announced before is not announced again.
            result = await self._redis.get(self._results + job_id)
            if result is None:
                raise HTTPException(404, f"There is no job {job_id}.")
            return outcome_of(result) or await announced
        finally:
            self._waiting[job_id].discard(announced)
            if not self._waiting[job_id]:
                del self._waiting[job_id]
            if announced.done():
                # Nobody need have asked for it, which asyncio would log.
                announced.exception()

    async def _listen(self) -> None:
        async with self._starting:
            if self._listening is None or self._listening.done():
                channels = self._announcements.pubsub(ignore_subscribe_messages=True)
                await channels.psubscribe(f"{self._results}*")
                self._listening = asyncio.create_task(self._announce(channels))

    async def _announce(self, channels: PubSub) -> None:
        try:
            async for message in channels.listen():
                job_id = message["channel"].decode().removeprefix(self._results)
                for announced in self._waiting.get(job_id, ()):
                    if not announced.done() and (outcome := outcome_of(message["data"])):
                        announced.set_result(outcome)
        except RedisError:
            _logger.warning(
                "The queue's Redis was lost: requests that waited for results are answered with 503."
            )
        finally:
            for each in self._waiting.values():
                for announced in each:
                    if not announced.done():
                        announced.set_exception(RedisError("The announcements of results have ended."))
            await channels.aclose()
