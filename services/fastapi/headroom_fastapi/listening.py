import errno
import socket

from headroom_fastapi.failure import StartFailure

PORT_EXIT_CODE = 1

# Connections that the kernel holds for a blocked loop; cut by `net.core.somaxconn`.
BACKLOG = 4096


def listen(host: str, port: int, variable: str) -> socket.socket:
    """A socket that listens on `port`. Raises a `StartFailure` that names `variable` when the port cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        # Listens at once: of two sockets that are merely bound, the second would learn of the first too late.
        return socket.create_server((host, port), family=family, backlog=BACKLOG)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            advice = f"is taken: end what uses it, or set {variable} to another port"
        else:
            advice = f"cannot be used ({_code(error)}): set FASTAPI_HOST or {variable}"
        raise StartFailure(f"Port {port} on {host} {advice}.", PORT_EXIT_CODE) from error


def _code(error: OSError) -> str:
    return errno.errorcode.get(error.errno or 0, str(error.strerror))
