"""The three services as their `main.py` states them, and their applications without a database or a network."""

from fastapi import FastAPI

from matcher.main import SERVICE as MATCHER
from needs.main import SERVICE as NEEDS
from offers.main import SERVICE as OFFERS
from shared.service.definition import ServiceDefinition
from shared.service.process import lay_foundation, make_app
from shared.settings import ServiceRole
from tests.support.http_service import service_settings

SERVICES: dict[str, ServiceDefinition] = {each.name: each for each in (NEEDS, OFFERS, MATCHER)}


def application_of(name: str) -> FastAPI:
    """Return the application of a service's API part; nothing is connected."""
    settings = service_settings(service_name=name, roles=frozenset({ServiceRole.API}))
    return make_app(SERVICES[name], lay_foundation(SERVICES[name], settings))
