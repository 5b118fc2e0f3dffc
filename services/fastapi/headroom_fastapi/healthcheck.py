"""Asks the service in this container for its health. A program of its own, so that the image needs no client."""

import os
import sys
from http.client import HTTPConnection, HTTPException


def healthy(port: int) -> bool:
    """Whether the service on `port` of this machine answers within eight seconds."""
    connection = HTTPConnection("127.0.0.1", port, timeout=8)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(0 if healthy(int(os.environ.get("FASTAPI_PORT", "8001"))) else 1)
