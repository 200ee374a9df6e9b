"""One JSON line per log record on standard output, with the request's correlation id and without personal data."""

import logging
import re
import sys
from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final, TextIO

import structlog
from opentelemetry import propagate
from structlog.typing import EventDict, Processor, WrappedLogger

from shared.identifiers import new_id
from shared.redaction import redact

_correlation_id: ContextVar[str | None] = ContextVar("correlation_id", default=None)
_traceparent: ContextVar[str | None] = ContextVar("traceparent", default=None)

_SANE_ID: Final = re.compile(r"[A-Za-z0-9._-]{1,64}")
_TRACEPARENT: Final = re.compile(r"(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}")
_TALKATIVE: Final = ("sqlalchemy.engine", "sqlalchemy.pool", "aiokafka", "asyncio", "httpx", "httpcore")


def current_correlation_id() -> str | None:
    """Return the id that ties together everything done for one request or one record, if there is one."""
    return _correlation_id.get()


def current_traceparent() -> str | None:
    """Return the W3C `traceparent` to pass on: the recorded span's where there is one, else the caller's."""
    carrier: dict[str, str] = {}
    propagate.inject(carrier)
    return carrier.get("traceparent") or _traceparent.get()


def sane_correlation_id(offered: str | None) -> str:
    """Return the offered id when it is 1 to 64 of `A-Za-z0-9._-`, else a fresh one: it is copied into every log."""
    if offered is not None and _SANE_ID.fullmatch(offered):
        return offered
    return str(new_id())


def sane_traceparent(offered: str | None) -> str | None:
    """Return the offered `traceparent` when it follows W3C Trace Context, section 3.2.2, else None."""
    return offered if offered is not None and _TRACEPARENT.fullmatch(offered) else None


@contextmanager
def correlated(correlation_id: str | None, traceparent: str | None = None) -> Generator[str]:
    """Give everything done inside the block this correlation id (a fresh one if it is not sane) and trace."""
    sane = sane_correlation_id(correlation_id)
    id_token = _correlation_id.set(sane)
    trace_token = _traceparent.set(sane_traceparent(traceparent))
    try:
        yield sane
    finally:
        _traceparent.reset(trace_token)
        _correlation_id.reset(id_token)


def configure_logging(service: str, level: str = "INFO", *, stream: TextIO | None = None) -> None:
    """Send structlog's and the standard library's records through one JSON renderer; call it once, in `main.py`.

    uvicorn must be started with `log_config=None`, or it puts its own handlers back. Its access log stays off:
    it would write query values, and `http_request` says the rest.
    """
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
        structlog.processors.format_exc_info,
        _said_by(service),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        cache_logger_on_first_use=False,
    )
    _route_standard_loggers(_json_handler(shared, stream or sys.stdout), level)


def _json_handler(shared: list[Processor], stream: TextIO) -> logging.Handler:
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _without_colours,
                redact,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    return handler


def _route_standard_loggers(handler: logging.Handler, level: str) -> None:
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in ("uvicorn", "uvicorn.error", *_TALKATIVE):
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
    for name in _TALKATIVE:
        # At INFO these write statements with their parameters, or addresses with their query.
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLevelNamesMapping()[level]))
    access = logging.getLogger("uvicorn.access")
    access.handlers.clear()
    access.propagate = False


def _without_colours(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Drop uvicorn's second copy of its messages, which has terminal colours in it."""
    event.pop("color_message", None)
    return event


def _said_by(service: str) -> Processor:
    def add_origin(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
        event["service"] = service
        correlation_id = _correlation_id.get()
        traceparent = current_traceparent()
        if correlation_id is not None:
            event.setdefault("correlation_id", correlation_id)
        if traceparent is not None:
            event.setdefault("trace_id", traceparent[3:35])
        return event

    return add_origin
