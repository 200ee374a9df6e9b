"""FastAPI calls what is not asynchronous in a thread: two changes of threads for each function that a route takes."""

import inspect
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import Depends, FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, iter_route_contexts

from tests.support.service_definitions import SERVICES, application_of


def called_in_a_thread(app: FastAPI) -> set[str]:
    """Return the dependencies of all routes that are not asynchronous, classes among them."""
    routes = [each for each in iter_route_contexts(app.routes) if isinstance(each.original_route, APIRoute)]
    calls = [call for route in routes for call in _called(route.dependant)]
    return {f"{call.__module__}.{call.__qualname__}" for call in calls if not _is_asynchronous(call)}


def _called(dependant: Dependant) -> Iterator[Any]:
    for each in dependant.dependencies:
        yield each.call
        yield from _called(each)


def _is_asynchronous(call: Any) -> bool:
    of_instance = None if inspect.isclass(call) else getattr(call, "__call__", None)  # noqa: B004 (it is looked at)
    return any(inspect.iscoroutinefunction(each) or inspect.isasyncgenfunction(each) for each in (call, of_instance))


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_no_dependency_of_a_route_is_called_in_a_thread(name: str) -> None:
    assert called_in_a_thread(application_of(name)) == set()


def test_a_dependency_that_would_be_is_found() -> None:
    app = application_of("needs")

    class Asked:
        """A class as a dependency."""

    def plain() -> None: ...

    @app.get("/v1/asked")
    async def read(asked: Asked = Depends(), said: None = Depends(plain)) -> None: ...

    assert {name.rsplit(".", 1)[-1] for name in called_in_a_thread(app)} == {"Asked", "plain"}
