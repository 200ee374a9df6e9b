"""The one way to make a service's router: what FastAPI would else take from the application is given to it here."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter
from fastapi.routing import APIRoute


def service_router(prefix: str, *, tag: str, responses: Mapping[int | str, dict[str, Any]] | None = None) -> APIRouter:
    """Return a router for paths below `prefix`; its operations are named after their functions (`post_need`).

    A service therefore names a function once. The application takes the routes as they are: `include_router` would
    build each of them a second time, which takes longer than everything else that a process does at its start.
    """
    return APIRouter(
        prefix=prefix, tags=[tag], responses=dict(responses or {}), generate_unique_id_function=_operation_id
    )


def _operation_id(route: APIRoute) -> str:
    return route.name
