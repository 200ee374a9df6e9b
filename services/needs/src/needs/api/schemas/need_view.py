"""The need as a reader sees it: complete for its State, without contact and sensitive parts for others."""

from datetime import date, datetime
from typing import Self
from uuid import UUID

from pydantic import Field

from needs.api.schemas.need_document import NeedFields
from needs.api.schemas.parts import ComponentDocument, SensitiveDocument
from needs.domain.life_cycle import ClosedAs, NeedStatus
from needs.domain.need import Need
from needs.domain.rights import may_change, may_see_contact, may_see_sensitive, shows_its_contact_to_another
from shared.http.documents import Part
from shared.identity.actor import Actor
from shared.measures import Ledgered


class ComponentView(ComponentDocument):
    """A component with its coverage, in `unit`: held by reservations, confirmed by matches, delivered."""

    held: Ledgered
    confirmed: Ledgered
    delivered: Ledgered
    taken: bool = Field(description="nobody said how much it is, and a match has taken it whole")


class ConsentView(Part):
    """When the State agreed to circulation, and whether it insisted although the need was vague."""

    consented_at: datetime
    insisted: bool


class AdviceView(Part):
    """One thing that would make the need more specific, and what it would add to the score."""

    code: str
    points: int
    advice: str
    pointers: tuple[str, ...]


class SpecificityView(Part):
    """How specific the need is, 0 to 100, with concrete coaching."""

    score: int
    coaching: tuple[AdviceView, ...]


class NeedView(NeedFields):
    """A need with what the service knows of it. `title` is the first text's, for lists."""

    id: UUID
    version: int
    statement: int = Field(description="the version at which the author last said something of its content")
    lead: str
    title: str
    status: NeedStatus
    closed_as: ClosedAs | None
    closing_reason: str | None
    components: tuple[ComponentView, ...]
    sensitive: SensitiveDocument | None = Field(description="null where the reader may not see it")
    consent: ConsentView | None
    specificity: SpecificityView
    confirm_by: date | None = Field(description="the need expires unless re-confirmed by this day")
    reminded_at: datetime | None = Field(description="when it was said, in this period, that the day is near")
    created_at: datetime
    opened_at: datetime | None
    confirmed_at: datetime | None
    updated_at: datetime

    @classmethod
    def of(cls, need: Need, reader: Actor) -> Self:
        """Show the need as this reader may see it."""
        specificity = need.specificity()
        derived = {
            "title": need.texts[0].title,
            "specificity": {
                "score": specificity.score,
                "coaching": [advice.as_document() for advice in specificity.coaching],
            },
            "confirm_by": need.confirm_by(),
            "contact": need.contact if may_see_contact(need, reader) else None,
            "sensitive": need.sensitive if may_see_sensitive(need, reader) else None,
            "consent": need.consent,
        }
        return cls.showing(need, derived)

    @classmethod
    def in_a_list(cls, need: Need, reader: Actor) -> Self:
        """Show the need without the contact of somebody else: who wants it reads the need."""
        shown = cls.of(need, reader)
        return shown.model_copy(update={"contact": None}) if shows_its_contact_to_another(need, reader) else shown


def sees_documents(need: Need, reader: Actor) -> bool:
    """Whether the reader may see former contents, which hold contact and sensitive parts."""
    return may_change(need, reader)
