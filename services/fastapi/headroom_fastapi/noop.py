from fastapi import APIRouter


def noop_router() -> APIRouter:
    """Endpoints that do nothing, which leaves the price of `def` and `async def` themselves."""
    router = APIRouter()

    @router.get("/noop/sync", response_model=None)
    def noop_sync() -> dict[str, bool]:
        return {"done": True}

    @router.get("/noop/async", response_model=None)
    async def noop_async() -> dict[str, bool]:
        return {"done": True}

    return router
