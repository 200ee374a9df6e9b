"""Running activities as coordinators register them and as they are shown."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field, TypeAdapter

from matcher.application.activity_register import Outcome
from matcher.domain.evidence.activity import Activity, ActivityDetails, ActivityStatus, AmountKind, Derivation, Source
from shared.http.documents import Day, Part, TextDocument, WindowDocument
from shared.identity.actor import Actor
from shared.measures import ExactNumber

_DETAILS: TypeAdapter[ActivityDetails] = TypeAdapter(ActivityDetails)


class SourceDocument(Part):
    """Where the activity was read; `key` and `external_id` together name it for ever."""

    key: str = Field(examples=["iati"])
    name: str = Field(examples=["European Commission (reporting organisation)"])
    url: str | None = None
    date: Day | None = None


class RunByDocument(Part):
    """Who pays; `organisation` is the key that donor tokens carry, where it is known."""

    name: str
    organisation: str | None = None


class RecipientDocument(Part):
    """A State where it runs, and the part of the activity there in per cent."""

    state: str = Field(examples=["BFA"])
    percentage: ExactNumber | None = None


class SubjectDocument(Part):
    """A category, and whether it was stated or inferred from words of the texts."""

    category: str
    derived_from: Derivation = "stated"


class SectorDocument(Part):
    """An OECD DAC purpose code and the part of the activity under it in per cent."""

    code: str = Field(examples=["15240"])
    percentage: ExactNumber | None = None


class AmountDocument(Part):
    """The sum of one kind in one currency, for all sectors and States of the activity; kinds are never added up."""

    kind: AmountKind
    amount: ExactNumber
    currency: str = Field(examples=["EUR"])


class ActivityDocument(Part):
    """All that a source says of an activity. Required: external_id, source, donor, texts, status, and a place."""

    external_id: str = Field(description="the activity's id at its source", examples=["XI-IATI-EC_FPI-2019/411-006"])
    source: SourceDocument
    donor: RunByDocument
    implementers: tuple[str, ...] = ()
    recipients: tuple[RecipientDocument, ...] = ()
    regions: tuple[str, ...] = Field(default=(), description="keys of regions or groups, such as western_africa")
    texts: tuple[TextDocument, ...]
    subjects: tuple[SubjectDocument, ...] = ()
    sectors: tuple[SectorDocument, ...] = ()
    amounts: tuple[AmountDocument, ...] = ()
    status: ActivityStatus
    planned: WindowDocument = WindowDocument()
    actual: WindowDocument = WindowDocument()
    inferred: tuple[str, ...] = Field(default=(), description="fields that the source did not state outright")
    notes: str | None = None

    def details(self) -> ActivityDetails:
        """Return what the domain judges."""
        said = self.model_dump(exclude={"donor", "source"})
        donor = {"donor_name": self.donor.name, "donor_organisation": self.donor.organisation}
        source = Source(self.source.key, self.source.name, self.source.url, self.source.date)
        return _DETAILS.validate_python(said | donor | {"source": source})


class ActivityView(ActivityDocument):
    """An activity of the register; `version` counts the changes of its content."""

    id: UUID
    version: int
    imported_by: str | None = Field(description="the subject of the coordinator's token; for coordinators")
    imported_at: datetime

    @classmethod
    def of(cls, activity: Activity, reader: Actor) -> "ActivityView":
        """Show an activity to a reader."""
        shown = _shown(activity)
        return cls.model_validate(shown if reader.is_coordinator else shown | {"imported_by": None})


class RegisteredView(ActivityView):
    """An activity that was sent, as it is kept now, and what became of it."""

    outcome: Outcome

    @classmethod
    def after(cls, activity: Activity, outcome: Outcome) -> "RegisteredView":
        """Show what became of an activity."""
        return cls.model_validate(_shown(activity) | {"outcome": outcome})


def _shown(activity: Activity) -> dict[str, Any]:
    details = activity.details
    plain = {name: getattr(details, name) for name in ActivityDocument.model_fields if name not in {"donor", "source"}}
    told = details.source
    source = SourceDocument(key=told.key, name=told.name, url=told.url, date=told.day)
    donor = RunByDocument(name=details.donor_name, organisation=details.donor_organisation)
    kept = {name: getattr(activity, name) for name in ("id", "version", "imported_by", "imported_at")}
    return plain | kept | {"donor": donor, "source": source}
