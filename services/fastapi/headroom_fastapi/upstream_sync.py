from threading import local

import requests
from requests import exceptions
from starlette.exceptions import HTTPException
from urllib3.exceptions import MaxRetryError, ReadTimeoutError

from headroom_fastapi.settings import UpstreamSettings
from headroom_fastapi.upstream import broken_off, bytes_of, refused, reply_url, strange, too_late, unreachable


class SyncUpstream:
    """Calls the upstream by `requests`, over one kept connection in each thread."""

    def __init__(self, upstream: UpstreamSettings) -> None:
        self._upstream = upstream
        self._url = reply_url(upstream)
        # A `Session` is not meant to be shared among threads.
        self._of_thread = local()

    def call(self) -> int:
        """The bytes of the upstream's answer. Raises an `HTTPException` where there is none."""
        try:
            # `requests` has no limit of a whole call: this one is of connecting and of each read.
            response = self._session().get(
                self._url, timeout=self._upstream.timeout_seconds, allow_redirects=False
            )
            if response.status_code != 200:
                raise refused(response.status_code)
            return bytes_of(response.json())
        except exceptions.JSONDecodeError as error:
            raise strange() from error
        except exceptions.RequestException as error:
            raise self._explain(error) from error

    def _session(self) -> requests.Session:
        session: requests.Session | None = getattr(self._of_thread, "session", None)
        if session is None:
            session = self._of_thread.session = requests.Session()
            # No proxy of the environment, and no look at ~/.netrc in every call.
            session.trust_env = False
        return session

    def _explain(self, error: exceptions.RequestException) -> HTTPException:
        reason = error.args[0] if error.args else None
        # While it reads the body, `requests` calls a time-out a `ConnectionError`.
        if isinstance(error, exceptions.Timeout) or isinstance(reason, ReadTimeoutError):
            return too_late(self._upstream)
        return unreachable() if isinstance(reason, MaxRetryError) else broken_off()
