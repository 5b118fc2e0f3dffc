# Apart from the router, so that a process of the pool need not import FastAPI.


def count(iterations: int) -> None:
    """The article's loop."""
    for _ in range(iterations):
        pass
