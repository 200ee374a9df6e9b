"""Routes by their templates (`/needs/{need_id}`), which unlike paths are few enough to be labels and log fields."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from fastapi.routing import RouteContext, iter_route_contexts
from starlette.routing import BaseRoute
from starlette.types import Scope

UNMATCHED: Final = "unmatched"
"""Stands for every path that no route knows."""


class RouteTemplates:
    """Names the route that answered, once the application has handled the scope."""

    def __init__(self) -> None:
        self._by_endpoint: Mapping[Any, str] = {}

    def of(self, scope: Scope) -> str:
        """Return the template of the chosen route, or of one that the path fits if it was refused before routing."""
        endpoint = scope.get("endpoint")
        if endpoint is None:
            return next((template for _, template in _at_path(scope)), UNMATCHED)
        if endpoint not in self._by_endpoint:
            # A mount's endpoint is the application that is mounted.
            self._by_endpoint = {
                route.endpoint or getattr(route, "app", None): template for route, template in _templates(scope)
            }
        return self._by_endpoint.get(endpoint, UNMATCHED)


def allowed_methods(scope: Scope) -> set[str]:
    """Return every method that some route accepts at the scope's path.

    The routers answer 405 with the methods of the first route only; RFC 9110, section 15.5.6, wants them all.
    """
    methods: set[str] = set()
    for route, _ in _at_path(scope):
        methods |= route.methods or set()
    return methods


def _at_path(scope: Scope) -> Iterator[tuple[RouteContext, str]]:
    path = str(scope["path"]).removeprefix(scope.get("root_path", ""))
    for route, template in _templates(scope):
        pattern: Any = getattr(route, "path_regex", None)
        if pattern is not None and pattern.match(path):
            yield route, template


def _templates(scope: Scope) -> Iterator[tuple[RouteContext, str]]:
    routes: list[BaseRoute] = scope["app"].routes
    for route in iter_route_contexts(routes):
        template = route.path or route.path_format
        if template is not None:
            yield route, template
