"""What a setting, and the query parameter that goes before it, may be."""

from collections.abc import Callable
from urllib.parse import urlsplit


class BadValue(ValueError):
    """What was expected instead."""


def whole_number(lowest: int, highest: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        # `int` would also take `1_000`, `+1`, spaces and digits of other scripts.
        if text.isascii() and text.isdecimal() and len(text) <= 20 and lowest <= int(text) <= highest:
            return int(text)
        raise BadValue(f"a whole number from {lowest} to {highest}")

    return parse


def number(lowest: float, highest: float) -> Callable[[str], float]:
    def parse(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            value = float("nan")
        if lowest <= value <= highest:
            return value
        raise BadValue(f"a number from {lowest:g} to {highest:g}")

    return parse


def on_off(text: str) -> bool:
    if text in ("on", "off"):
        return text == "on"
    raise BadValue("one of on, off")


def host(text: str) -> str:
    if text.strip():
        return text
    raise BadValue("a host name or address")


def http_origin(text: str) -> str:
    """Scheme, host and port of an HTTP server, without a path."""
    origin = text.removesuffix("/")
    scheme, name, rest = _parts(text)
    if scheme == "http" and name and "@" not in origin and rest in ("", "/"):
        return origin
    raise BadValue("an http URL without a path")


def server_url(*schemes: str) -> Callable[[str], str]:
    """Where a server is reached, by a URL that may hold a password."""

    def parse(text: str) -> str:
        scheme, _, _ = _parts(text)
        if scheme in schemes and "://" in text:
            return text
        raise BadValue(f"a URL that starts with {' or '.join(f'{scheme}://' for scheme in schemes)}")

    return parse


def _parts(url: str) -> tuple[str, str, str]:
    try:
        split = urlsplit(url)
        # Reading the port is what checks it.
        _ = split.port
    except ValueError:
        return "", "", ""
    return split.scheme, split.hostname or "", split._replace(scheme="", netloc="").geturl()


delay_seconds = number(0, 60)
# Standard deviation of the wait's logarithm; 0 is a wait of always the same length.
delay_sigma = number(0, 3)
cpu_iterations = whole_number(1, 10**10)
