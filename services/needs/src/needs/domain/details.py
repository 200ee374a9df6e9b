"""Everything that the author of a need may say, in one immutable statement."""

from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from needs.domain.background import Gender, ReceivedHelp, ServedGoal, SourceReport, Sustainability
from needs.domain.component import ComponentDetails
from needs.domain.institutions import Authority, Contact
from needs.domain.provenance import Provenance
from needs.domain.visibility import Sensitive, Visibility
from shared.statements.texts import Text
from shared.statements.windows import Window


@dataclass(frozen=True, kw_only=True)
class NeedDetails:
    """What registering and amending take, whole; field names are those of the request document.

    `states` are ISO 3166-1 alpha-3, the lead State first; `group` is the regional organisation that posts on behalf
    of its members, and then `states` may be empty.
    """

    states: tuple[str, ...] = ()
    group: str | None = None
    external_id: str | None = None
    texts: tuple[Text, ...]
    components: tuple[ComponentDetails, ...] = ()
    all_or_nothing: bool = False
    priority: int = 3
    deadline: date | None = None
    window: Window = field(default_factory=Window)
    shortest_useful_days: int = 1
    working_languages: tuple[str, ...] = ()
    life_cycle_stages: tuple[str, ...] = ()
    new_technology: bool = False
    target_groups: tuple[str, ...] = ()
    applicants: tuple[str, ...] = ("state",)
    conditions_met: tuple[str, ...] = ()
    authority: Authority | None = None
    contact: Contact | None = None
    received: tuple[ReceivedHelp, ...] = ()
    sustainability: Sustainability = field(default_factory=Sustainability)
    gender: Gender = field(default_factory=Gender)
    serves: ServedGoal | None = None
    source_report: SourceReport | None = None
    sensitive: Sensitive = field(default_factory=Sensitive)
    visibility: Visibility = "donors"
    provenance: Provenance = field(default_factory=Provenance)

    def lead(self) -> str | None:
        """Return the group that posts, else the lead State; None where neither is named (an invalid statement)."""
        if self.group is not None:
            return self.group
        return self.states[0] if self.states else None


_OWN_LIFE = {"components"}


def plain_fields(statement: Any) -> dict[str, Any]:
    """Return the authored fields of a need or of its details by name, without the components, which have identity."""
    names = (each.name for each in fields(NeedDetails))
    return {name: getattr(statement, name) for name in names if name not in _OWN_LIFE}
