"""Needs, statements and actors as examples: complete where a test says nothing else."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from needs.domain.background import Gender, ReceivedHelp, ServedGoal, SourceReport, Sustainability
from needs.domain.component import ComponentDetails
from needs.domain.details import NeedDetails
from needs.domain.institutions import Authority, Contact
from needs.domain.need import Need
from needs.domain.visibility import Sensitive
from shared.errors import FieldProblem, InvalidInput
from shared.identity.actor import Actor, Role
from shared.statements.texts import Text
from shared.statements.windows import Window

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
"""The moment at which the examples happen."""

KENYA = Actor(subject="npc@ken", role=Role.RECIPIENT, state="KEN")
UGANDA = Actor(subject="npc@uga", role=Role.RECIPIENT, state="UGA")
DONOR = Actor(subject="desk@donor", role=Role.DONOR, organisation="donor_fund")
OBSERVER = Actor(subject="auditor", role=Role.OBSERVER)
COORDINATOR = Actor(subject="secretariat", role=Role.COORDINATOR)
ECOWAS_COORDINATOR = Actor(subject="desk@ecowas", role=Role.COORDINATOR, regions=frozenset({"ecowas"}))
RECSA_COORDINATOR = Actor(subject="desk@recsa", role=Role.COORDINATOR, regions=frozenset({"recsa"}))


def component(**changes: Any) -> ComponentDetails:
    """Return 20,000 police rifles to mark, described and costed."""
    marking = ComponentDetails(
        category="marking",
        modalities=("equipment", "training"),
        quantity=Decimal(20_000),
        unit="weapon",
        description="Mark the rifles of the national police with country, year and serial number, by laser.",
        estimated_cost=Decimal(240_000),
        currency="USD",
    )
    return replace(marking, **changes)


def statement(**changes: Any) -> NeedDetails:
    """Return a good need of Kenya's: specific enough to circulate, without every last detail."""
    marking = NeedDetails(
        states=("KEN",),
        texts=(
            Text(
                "en",
                "Marking of police firearms",
                "The national police hold 20,000 rifles without import marks. Two marking machines and eight trained "
                "operators would let the firearms bureau mark them all within eighteen months.",
            ),
        ),
        components=(component(),),
        priority=4,
        window=Window(date(2026, 6, 1), date(2027, 11, 30)),
        working_languages=("en",),
        target_groups=("police",),
        authority=Authority("Firearms Licensing Board"),
        contact=Contact("National point of contact", email="npc@example.org", is_national_point_of_contact=True),
    )
    return replace(marking, **changes)


def complete_statement() -> NeedDetails:
    """Return a need that leaves nothing useful unsaid."""
    return statement(
        sustainability=Sustainability("The board pays two technicians and spare parts.", ("staff", "maintenance")),
        received=(ReceivedHelp("RECSA", "one marking machine", 2012),),
        serves=ServedGoal("national_action_plan", "Action plan, objective 3"),
        gender=Gender("Half of the operators are to be women.", women=4, men=4),
        source_report=SourceReport(2024, "21"),
        sensitive=Sensitive(("Central armoury",), "20,000 rifles"),
    )


def vague_statement(**changes: Any) -> NeedDetails:
    """Return the need that Accord was made for: it asks for everything and names nothing."""
    vague = NeedDetails(
        states=("KEN",),
        texts=(Text("en", "Assistance", "Technical, financial, legislative help."),),
        components=(ComponentDetails(category="legislation", modalities=("technical_advice", "finance")),),
    )
    return replace(vague, **changes)


def group_statement(**changes: Any) -> NeedDetails:
    """Return a need that ECOWAS posts on behalf of its members."""
    return statement(**{"states": (), "group": "ecowas", **changes})


def draft(details: NeedDetails | None = None) -> Need:
    """Return a need that was registered and not yet opened."""
    return Need.register(details or statement(), NOW)


def circulated(details: NeedDetails | None = None) -> Need:
    """Return a need that its State has opened, insisting where it is vague."""
    need = draft(details)
    need.open(consent=True, insist=True, by=KENYA.subject, now=NOW)
    return need


def withdrawn(details: NeedDetails | None = None) -> Need:
    """Return a need that circulated and was taken back."""
    need = circulated(details)
    need.withdraw("met from the national budget", NOW)
    return need


def problems_of(details: NeedDetails) -> list[FieldProblem]:
    """Return every problem for which registering the statement is refused."""
    with pytest.raises(InvalidInput) as refusal:
        Need.register(details, NOW)
    return list(refusal.value.fields)


def found(details: NeedDetails) -> list[tuple[str, str]]:
    """Return the pointer and the code of each of them."""
    return [(problem.pointer, problem.code) for problem in problems_of(details)]
