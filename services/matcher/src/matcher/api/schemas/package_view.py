"""Packages as readers get them: parts with what each takes over and what would be lost without it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field

from matcher.api.schemas.candidate_view import OfferReference
from matcher.api.schemas.flag_view import FlagView
from matcher.domain.demand import Need
from matcher.domain.facts import Fact
from matcher.domain.packages import Flag, Gain, Package, Part, Path, Taken
from matcher.domain.packages.package import Served
from matcher.domain.sentences import tell
from shared.geography import load_geography
from shared.vocabulary import load_vocabulary


class ServedView(BaseModel):
    """Something that a component gets: equipment, training, upkeep, law, a funder or a provider."""

    component_id: UUID
    facet: str


class TakenView(BaseModel):
    """What a line takes over of a component; null = the quantities of the two sides do not compare."""

    component_id: UUID
    line_id: UUID
    quantity_thousandths: int | None
    unit: str | None
    currency: str | None

    @classmethod
    def of(cls, taken: Taken) -> "TakenView":
        """Show what a line takes over."""
        line = taken.way.line
        return cls(
            component_id=taken.way.component.component_id,
            line_id=line.line_id,
            quantity_thousandths=taken.quantity,
            unit=line.unit,
            currency=line.currency,
        )


class GainView(BaseModel):
    """What the package would lose without this part."""

    covered_thousandths: int = Field(description="of all that is asked for")
    facets: list[ServedView]
    sentence: str


class PartView(BaseModel):
    """An offer of the package; `roles` = its place in triangular co-operation, beside the recipient State."""

    offer: OfferReference
    score: int
    roles: list[str]
    takes: list[TakenView]
    gives: list[ServedView]
    gain: GainView


class PathView(BaseModel):
    """A funder's line that pays what a provider's line delivers to a component: counted once (BMS7 103)."""

    component_id: UUID
    funder_offer_id: UUID
    funder_line_id: UUID
    cost_thousandths: int | None
    currency: str | None
    provider_offer_id: UUID
    provider_line_id: UUID
    quantity_thousandths: int | None
    unit: str | None
    sentence: str


class CoveredView(BaseModel):
    """How far the package covers a component, what it gives of what the help needs to last, and what it lacks."""

    component_id: UUID
    category: str
    covered_thousandths: int = Field(description="500 by convention where the quantities do not compare")
    measured: bool
    facets: list[str]
    missing: list[str]


class PackageView(BaseModel):
    """Few offers that serve the need together; the part that it would miss most stands first."""

    covered_thousandths: int = Field(description="mean over the components still asked for")
    components: list[CoveredView]
    parts: list[PartView]
    paths: list[PathView]
    flags: list[FlagView]


def package_view(
    package: Package, flags: tuple[Flag, ...], need: Need, offers: Mapping[UUID, Mapping[str, Any]], language: str
) -> PackageView:
    """Tell a package of a need in a language."""
    categories = {each.component_id: each.category for each in need.components}
    count = len(package.covered)
    return PackageView(
        covered_thousandths=package.share // count,
        components=[
            CoveredView(
                component_id=each.component_id,
                category=categories[each.component_id],
                covered_thousandths=each.share,
                measured=each.is_measured,
                facets=list(each.facets),
                missing=list(each.missing),
            )
            for each in package.covered
        ],
        parts=[_part(part, offers[part.offer.offer_id], count, language) for part in package.parts],
        paths=[_path(path, language) for path in package.paths],
        flags=[FlagView.of(flag, language) for flag in flags],
    )


def _part(part: Part, row: Mapping[str, Any], count: int, language: str) -> PartView:
    return PartView(
        offer=OfferReference.of(row),
        score=part.score,
        roles=sorted(part.roles),
        takes=[TakenView.of(each) for each in part.taken],
        gives=_served(part.gives),
        gain=_gain(part.gain, part.offer.donor.name, count, language),
    )


def _gain(gain: Gain, donor: str, count: int, language: str) -> GainView:
    lost = list(dict.fromkeys(f"package.facet.{facet}" for _, facet in gain.facets))
    share = gain.share // count
    facts: dict[str, Fact] = {"donor": donor, "share": share, "facets": lost}
    key = "both" if gain.share and lost else "share" if gain.share else "facets"
    sentence = _tell(f"package.gain.{key}", facts, language)
    return GainView(covered_thousandths=share, facets=_served(gain.facets), sentence=sentence)


def _path(path: Path, language: str) -> PathView:
    funder, provider = path.funder, path.provider
    facts: dict[str, Fact] = {
        "funder": funder.offer.donor.name,
        "provider": provider.offer.donor.name,
        "quantity": path.quantity,
        "unit": provider.line.unit,
        "currency": provider.line.currency,
    }
    return PathView(
        component_id=provider.component.component_id,
        funder_offer_id=funder.offer.offer_id,
        funder_line_id=funder.line.line_id,
        cost_thousandths=path.cost,
        currency=funder.line.currency,
        provider_offer_id=provider.offer.offer_id,
        provider_line_id=provider.line.line_id,
        quantity_thousandths=path.quantity,
        unit=provider.line.unit,
        sentence=_tell(f"package.path.{'unmeasured' if path.quantity is None else 'measured'}", facts, language),
    )


def _served(served: tuple[Served, ...]) -> list[ServedView]:
    return [ServedView(component_id=component_id, facet=facet) for component_id, facet in served]


def _tell(key: str, facts: Mapping[str, Fact], language: str) -> str:
    return tell(key, facts, language, load_vocabulary(), load_geography())
