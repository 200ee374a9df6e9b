"""A service as its `main.py` states it; everything else about a process is the same for all of them."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fastapi import APIRouter
from sqlalchemy import Table

from shared.clock import Clock
from shared.http.problem_types import ProblemType
from shared.kafka import KafkaAccess
from shared.messaging.processing import EventProcessor
from shared.messaging.relay import Relay
from shared.metrics import ServiceMetrics
from shared.persistence.database import Database
from shared.personal.holdings import Holding
from shared.restored.comparing import Witness
from shared.restored.stated import Stated
from shared.service.background import Background
from shared.settings import ServiceSettings


@dataclass(frozen=True)
class Foundation:
    """What every process of a service stands on; `relay` is there when one lives in this process."""

    settings: ServiceSettings
    database: Database
    kafka: KafkaAccess
    metrics: ServiceMetrics
    clock: Clock
    relay: Relay | None


Work = Callable[[Foundation], Sequence[Background]]
"""Makes what one part of a process runs beside its HTTP server."""


@dataclass(frozen=True)
class ServiceDefinition:
    """A service: its name, tables and routes, what its routes are given, and what its worker does."""

    name: str
    title: str
    description: str
    version: str
    migrations: Path
    outbox: Table
    routers: Sequence[APIRouter]
    settings: Callable[[], ServiceSettings]
    prepare: Callable[[], None]
    """Run once before anything else: maps the domain on its tables."""
    parts: Callable[[Foundation], Any]
    """Make what the routes find in `app.state.parts`."""
    work: Work
    """Make what the worker part runs."""
    republish: Callable[[Database], Awaitable[int]] | None
    """Have every live aggregate stated again, and return how many; None where the service owns none."""
    processor: Callable[[Foundation], EventProcessor] | None = None
    """Make what applies events, for an operator who replays a dead letter; None where the service consumes none."""
    problem_types: Sequence[ProblemType] = ()
    tag_descriptions: Mapping[str, str] = field(default_factory=dict[str, str])
    """What the OpenAPI document says of a tag, in Markdown, by its name."""
    specialists: Mapping[str, Work] = field(default_factory=dict[str, Work])
    """Work that may need a process of its own, by its command; `all` runs it too."""
    append_only: Sequence[str] = ()
    """Tables of which the service's own database role may change and delete nothing."""
    erasures: Table | None = None
    """The list of erasures in this service's database; None where it stores nothing about persons."""
    holdings: Sequence[Holding] = ()
    """Every place in which it stores something about persons."""
    stated: Sequence[Stated[Any, Any]] = ()
    """Every kind of aggregate that it publishes, by which a restored database is compared with the topics."""
    witnesses: Sequence[Witness] = ()
    """What else a restored database is compared with."""
