"""The pages that a problem's `type` leads to: what the type means and what a caller can do about it."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from shared.errors import NotFound
from shared.http.problem_types import ProblemCatalogue


def problem_route(types: ProblemCatalogue) -> Route:
    """Return `/problems/{code}`, which answers 404 for a code that this service does not declare."""

    async def describe(request: Request) -> Response:
        found = types.get(request.path_params["code"])
        if found is None:
            raise NotFound("There is no problem type of this name here.")
        page = {
            "type": f"/problems/{found.code}",
            "code": found.code,
            "status": found.status,
            "title": found.title,
            "remedy": found.remedy,
        }
        return JSONResponse(page, headers={"Cache-Control": "public, max-age=86400"})

    return Route("/problems/{code}", describe)
