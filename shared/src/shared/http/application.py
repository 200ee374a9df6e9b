"""The one way to make a service's HTTP application: everything that services must not differ in is decided here."""

from collections.abc import Callable, Coroutine, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import Response

from shared.http.api_pages import api_page_routes
from shared.http.bodies import BodyGate, BodyLimits
from shared.http.correlation import CORRELATION_HEADER, CorrelationMiddleware
from shared.http.etags import NotModified
from shared.http.failures import ProblemMiddleware
from shared.http.health import ReadinessCheck, health_routes
from shared.http.load import MOST_AT_WORK, MOST_IN_FLIGHT, Load, PlaceLimit
from shared.http.observation import ObservationMiddleware
from shared.http.openapi import document_problems
from shared.http.problem_pages import problem_route
from shared.http.problem_types import ProblemCatalogue, ProblemType
from shared.http.problems import ProblemWriter
from shared.http.rate_limits import AddressGate, RateLimits
from shared.http.security_contact import security_route
from shared.http.security_headers import SecurityHeaders
from shared.http.tracing import TracingMiddleware
from shared.metrics import ServiceMetrics
from shared.settings import ServiceSettings

Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[Any]]
"""What is opened before the first request and closed after the last."""

ExceptionHandlers = dict[int | type[Exception], Callable[[Request, Any], Coroutine[Any, Any, Response]]]
"""Answers to exceptions, by their class."""

OPENAPI_PATH = "/openapi.json"
"""Where the contract is."""


@dataclass(frozen=True)
class RequestLimits:
    """What one request, and all of them together, may take."""

    body: BodyLimits = field(default_factory=BodyLimits)
    in_flight: int = MOST_IN_FLIGHT
    at_work: int = MOST_AT_WORK


class ServiceApplication(FastAPI):
    """A FastAPI application whose OpenAPI document names its problems."""

    def openapi(self) -> dict[str, Any]:
        """Return the OpenAPI 3.1 document, complete with every refusal."""
        return document_problems(super().openapi())


def create_app(
    settings: ServiceSettings,
    *,
    title: str,
    version: str,
    description: str,
    routers: Sequence[APIRouter],
    lifespan: Lifespan | None = None,
    readiness: Sequence[ReadinessCheck] = (),
    problem_types: Sequence[ProblemType] = (),
    tag_descriptions: Mapping[str, str] | None = None,
    metrics: ServiceMetrics | None = None,
    limits: RequestLimits | None = None,
) -> FastAPI:
    """Return the application: the routers, problems, health, figures, API pages, and the middlewares around them."""
    types = ProblemCatalogue(problem_types)
    writer = ProblemWriter(types)
    figures = metrics or ServiceMetrics(settings.service_name)
    rates = RateLimits(settings, figures)
    most = limits or RequestLimits()
    load = Load(in_flight=most.in_flight, at_work=most.at_work, metrics=figures)

    app = ServiceApplication(
        title=title,
        version=version,
        description=description,
        lifespan=lifespan,
        openapi_url=OPENAPI_PATH,
        # FastAPI's own spans hold paths and queries, in which people are named.
        telemetry={"tracing": False, "metrics": False, "logs": False, "auto_configure": False},
        openapi_tags=[{"name": name, "description": said} for name, said in (tag_descriptions or {}).items()] or None,
        docs_url=None,
        redoc_url=None,
        swagger_ui_oauth2_redirect_url=None,
        redirect_slashes=False,
        middleware=[*_middlewares(settings, writer, figures, rates), *_limits(load, most.body)],
        exception_handlers=_exception_handlers(writer),
        routes=[
            *health_routes(readiness, figures),
            problem_route(types),
            security_route(settings.security_contact),
            *api_page_routes(title, OPENAPI_PATH),
            *(route for router in routers for route in router.routes),
        ],
    )
    app.state.metrics = figures
    app.state.rate_limits = rates
    app.state.load = load
    app.state.settings = settings
    return app


def _exception_handlers(writer: ProblemWriter) -> ExceptionHandlers:
    """Replace FastAPI's own handlers; every other exception ends in ProblemMiddleware."""

    async def answer_problem(request: Request, error: Exception) -> Response:
        return writer.answer(error, request.scope)

    async def answer_not_modified(_: Request, current: NotModified) -> Response:
        return Response(status_code=304, headers={"ETag": current.etag})

    return {
        HTTPException: answer_problem,
        RequestValidationError: answer_problem,
        NotModified: answer_not_modified,
    }


def _middlewares(
    settings: ServiceSettings, writer: ProblemWriter, metrics: ServiceMetrics, rates: RateLimits
) -> list[Middleware]:
    """Return them from the outside in: what must see every answer stands outside what may refuse one."""
    return [
        Middleware(CorrelationMiddleware),
        Middleware(TracingMiddleware),
        Middleware(ObservationMiddleware, metrics=metrics),
        Middleware(SecurityHeaders),
        *_cross_origin(settings),
        Middleware(ProblemMiddleware, writer=writer),
        Middleware(AddressGate, limits=rates),
    ]


def _limits(load: Load, body: BodyLimits) -> list[Middleware]:
    """Return them from the outside in: whoever sends slowly takes a place, but none of those where work is done."""
    return [
        Middleware(PlaceLimit, places=load.in_flight, load=load),
        Middleware(BodyGate, limits=body),
        Middleware(PlaceLimit, places=load.at_work, load=load),
    ]


def _cross_origin(settings: ServiceSettings) -> list[Middleware]:
    if not settings.cors_origins:
        return []
    return [
        Middleware(
            CORSMiddleware,
            allow_origins=list(settings.cors_origins),
            allow_methods=["GET", "POST", "PUT", "PATCH", "DELETE"],
            allow_headers=[
                "Authorization",
                "Content-Type",
                "If-Match",
                "If-None-Match",
                "Idempotency-Key",
                CORRELATION_HEADER,
            ],
            expose_headers=["ETag", "Idempotency-Replayed", "Link", "Location", "Retry-After", CORRELATION_HEADER],
        )
    ]
