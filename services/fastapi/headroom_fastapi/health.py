from fastapi import APIRouter


def health_router() -> APIRouter:
    """Answers as soon as, and only while, the event loop turns."""
    router = APIRouter()

    @router.get("/healthz", response_model=None)
    async def healthz() -> dict[str, str]:
        return {"status": "ok"}

    return router
