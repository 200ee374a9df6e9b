"""A record turned into what is sent to a service."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Converted:
    """The document to post, the claims of who posts it, and the body with which it is opened, or None to leave it."""

    document: dict[str, Any]
    poster: dict[str, str]
    opening: dict[str, Any] | None

    @property
    def external_id(self) -> str:
        """The record's id."""
        return str(self.document["external_id"])

    def is_kept_as(self, view: dict[str, Any]) -> bool:
        """Whether what a service shows is this record, and not another party's with the same number."""
        if "donor" in self.document:
            return view["donor"]["organisation"] == self.document["donor"]["organisation"]
        return view["lead"] == (self.document["group"] or self.document["states"][0])
