"""The body of every error answer (RFC 9457), as it is documented in OpenAPI."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field


class ProblemField(BaseModel):
    """One wrong field: `pointer` for the body (RFC 6901), `in` and `parameter` for anything else."""

    pointer: str | None = Field(
        default=None,
        description="JSON Pointer into the body; the empty text is the whole body.",
        examples=["/components/0/quantity"],
    )
    place: Literal["query", "path", "header", "cookie"] | None = Field(
        default=None, alias="in", description="Where the parameter is."
    )
    parameter: str | None = Field(default=None, description="The parameter's name.")
    detail: str = Field(description="What is expected there, in plain words.")
    code: str = Field(description="A stable word for the kind of mistake.")


class Problem(BaseModel):
    """Why a request was refused. Some types carry further members."""

    model_config = ConfigDict(extra="allow")

    type: str = Field(description="Address of the description of this type.", examples=["/problems/version-mismatch"])
    title: str = Field(description="The type in a few words; the same for every problem of the type.")
    status: int = Field(description="The HTTP status.")
    detail: str = Field(description="What is wrong with this request.")
    instance: str = Field(description="The path that was asked for.")
    code: str = Field(description="A stable word for the broken rule, for programs.")
    correlation_id: str | None = Field(description="Names this request in the logs; quote it to operators.")
    errors: list[ProblemField] | None = Field(default=None, description="The wrong fields, where it is about fields.")


MEMBERS = frozenset(Problem.model_fields) - {"errors"}
"""Members that an error's `extra` may not replace."""


def problem_schemas() -> dict[str, Any]:
    """Return the JSON Schemas of `Problem` and `ProblemField` for `components.schemas`."""
    schema = Problem.model_json_schema(by_alias=True, ref_template="#/components/schemas/{model}")
    return {**schema.pop("$defs"), "Problem": schema}
