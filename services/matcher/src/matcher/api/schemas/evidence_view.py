"""Evidence as readers get it: facts, and the same as sentences."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final
from uuid import UUID

from pydantic import BaseModel, Field

from matcher.api.schemas.activity_document import AmountDocument
from matcher.api.schemas.candidate_view import NeedReference
from matcher.domain.amounts import MONEY, thousandths
from matcher.domain.evidence.activity import Activity, Amount
from matcher.domain.evidence.item import Evidence
from matcher.domain.facts import Fact, Facts
from matcher.domain.sentences import tell
from shared.geography import load_geography
from shared.vocabulary import load_vocabulary

ALIKE_ENOUGH_TO_TELL: Final = 50
"""Per cent from which the likeness of titles is put into words; it stands among the facts in any case."""

FOREMOST: Final = ("commitment", "budget", "planned_disbursement", "disbursement", "expenditure")
"""Which kind of amount says best what an activity is worth."""

DAYS_PER_MONTH: Final = 30.44


class ActivityReference(BaseModel):
    """A running activity, by what a list shows of it; `title` is in its author's language."""

    id: UUID
    source: str
    external_id: str
    title: str
    donor_name: str
    status: str
    starts_on: date | None
    ends_on: date | None
    amounts: list[AmountDocument]


class RelatedView(BaseModel):
    """A category that is asked for, the other record's, and whether it is the same, contains it, or is part of it."""

    asked: str
    other: str
    relation: str


class EqualAmountView(BaseModel):
    """An amount that both records name."""

    amount_thousandths: int
    currency: str


class AlikeView(BaseModel):
    """How alike the titles are in a language of both."""

    language: str
    percent: int


class SaidView(BaseModel):
    """One thing that speaks of the two records, as data and as a sentence."""

    message_key: str
    facts: dict[str, Any]
    sentence: str


class EvidenceView(BaseModel):
    """What a need and another record have in common; nothing here says whether one duplicates the other."""

    kind: str = Field(description="similar_need or running_activity")
    need: NeedReference | None
    activity: ActivityReference | None
    same_donor: bool = Field(description="whether the donor of the offer asked about runs the activity")
    states: list[str]
    categories: list[RelatedView]
    overlap_days: int | None = Field(description="null = one of the two does not say when")
    wanted_days: int | None = Field(description="the days in which help is wanted, from today; null = not said")
    equal_amounts: list[EqualAmountView]
    titles_alike: AlikeView | None
    said: list[SaidView]
    sentence: str


def evidence_view(
    item: Evidence, needs: Mapping[UUID, Mapping[str, Any]], activities: Mapping[UUID, Activity], language: str
) -> EvidenceView:
    """Tell one piece of evidence in a language."""
    need, activity = needs.get(item.other_id), activities.get(item.other_id)
    title = activity.details.texts[0].title if activity else str(need and need["title"])
    said = [_said(key, facts, language) for key, facts in _sentences(item, activity, title)]
    return EvidenceView(
        kind=item.kind,
        need=None if need is None else NeedReference.of(need),
        activity=None if activity is None else _reference(activity),
        same_donor=item.same_donor,
        states=list(item.states),
        categories=[RelatedView(asked=r.asked, other=r.other, relation=r.affinity) for r in item.related],
        overlap_days=item.overlap.together,
        wanted_days=item.overlap.wanted,
        equal_amounts=[EqualAmountView(amount_thousandths=a, currency=c) for a, c in item.equal_amounts],
        titles_alike=item.alike and AlikeView(language=item.alike.language, percent=item.alike.percent),
        said=said,
        sentence=" ".join(each.sentence for each in said),
    )


def _sentences(item: Evidence, activity: Activity | None, title: str) -> Iterator[tuple[str, Facts]]:
    categories = list(dict.fromkeys(each.other for each in item.related))
    about: dict[str, Fact] = {"title": title, "states": list(item.states), "categories": categories}
    if activity is None:
        yield "evidence.similar_need", about
    else:
        yield _key_of(item, activity), about | {"donor": activity.details.donor_name}
    yield _overlap(item)
    for amount, currency in item.equal_amounts:
        yield "evidence.equal_amount", {"amount": amount, "unit": MONEY, "currency": currency}
    for each in _foremost(activity):
        yield "evidence.amount", {"amount": thousandths(each.amount), "unit": MONEY, "currency": each.currency}
    if item.alike and item.alike.percent >= ALIKE_ENOUGH_TO_TELL:
        yield "evidence.words", {"language": item.alike.language, "share": item.alike.percent * 10}


def _key_of(item: Evidence, activity: Activity) -> str:
    if item.same_donor:
        return "evidence.same_donor"
    return {
        "pipeline": "evidence.planned_activity",
        "closed": "evidence.ended_activity",
    }.get(activity.details.status, "evidence.running_activity")


def _overlap(item: Evidence) -> tuple[str, Facts]:
    together, wanted = item.overlap.together, item.overlap.wanted
    if together is None:
        return "evidence.overlap.unknown", {}
    if wanted is None:
        return "evidence.overlap.some", {"together": _months(together)}
    return "evidence.overlap.part", {"together": _months(together), "wanted": _months(wanted)}


def _months(days: int) -> int:
    return max(1, round(days / DAYS_PER_MONTH))


def _foremost(activity: Activity | None) -> list[Amount]:
    amounts = activity.details.amounts if activity else ()
    kinds = {each.kind for each in amounts}
    foremost = next((kind for kind in FOREMOST if kind in kinds), None)
    return [each for each in amounts if each.kind == foremost]


def _reference(activity: Activity) -> ActivityReference:
    details = activity.details
    return ActivityReference(
        id=activity.id,
        source=details.source.key,
        external_id=details.external_id,
        title=details.texts[0].title,
        donor_name=details.donor_name,
        status=details.status,
        starts_on=details.window.start,
        ends_on=details.window.end,
        amounts=[AmountDocument.model_validate(each) for each in details.amounts],
    )


def _said(key: str, facts: Facts, language: str) -> SaidView:
    sentence = tell(key, facts, language, load_vocabulary(), load_geography())
    return SaidView(message_key=key, facts=dict(facts), sentence=sentence)
