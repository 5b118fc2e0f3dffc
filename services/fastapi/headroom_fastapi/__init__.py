"""The article's own service: sync and async handlers in FastAPI, to be benchmarked."""
