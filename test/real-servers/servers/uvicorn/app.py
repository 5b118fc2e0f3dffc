"""Blocks the event loop for 50 ms a request, as a handler does that never awaits."""

import time


async def app(scope, receive, send):
    if scope["type"] != "http":
        return
    time.sleep(0.05)
    headers = [(b"content-type", b"text/plain"), (b"content-length", b"2")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"ok"})
