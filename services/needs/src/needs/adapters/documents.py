"""The need's whole content as a JSON document, as history keeps it."""

from typing import Any

from pydantic import TypeAdapter

from needs.domain.details import NeedDetails
from needs.domain.need import Need

_DETAILS: TypeAdapter[NeedDetails] = TypeAdapter(NeedDetails)


def document_of(need: Need) -> dict[str, Any]:
    """Return what the author said at this version, with its status; amounts are decimal strings."""
    details: dict[str, Any] = _DETAILS.dump_python(need.details(), mode="json")
    return details | {"status": need.status, "specificity": need.specificity().score}
