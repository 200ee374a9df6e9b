"""What is sent to propose, revise, endorse or end a match; quantities are plain numbers in the line's unit."""

from uuid import UUID

from pydantic import Field

from matcher.api.schemas.round_document import PairDocument
from matcher.domain.amounts import thousandths
from matcher.domain.matches.proposing import LineAsked, Wanted
from matcher.domain.matches.reasons import Reason
from shared.http.documents import Part
from shared.measures import Quantity


class LineDocument(PairDocument):
    """What an offer line shall give to a component; a quantity left out = as the engine would take today."""

    quantity: Quantity | None = None

    def asked(self) -> LineAsked:
        """Return the line, its quantity in thousandths."""
        quantity = None if self.quantity is None else thousandths(self.quantity)
        return LineAsked(self.component_id, self.line_id, quantity)


class RevisionDocument(Part):
    """The lines that the match shall have; left out, or null = as the engine would take them today."""

    lines: tuple[LineDocument, ...] | None = None
    funder_lines: tuple[LineDocument, ...] | None = Field(default=None, description="lines of money that pay for it")

    def asked(self) -> tuple[tuple[LineAsked, ...] | None, tuple[LineAsked, ...] | None]:
        """Return the lines of the offer, then those of the funder."""
        return _asked(self.lines), _asked(self.funder_lines)


class ProposalDocument(RevisionDocument):
    """A need and an offer to be proposed to each other, with a funder's offer where another's money pays (BMS7 103)."""

    need_id: UUID
    offer_id: UUID
    funder_offer_id: UUID | None = None

    def wanted(self) -> Wanted:
        """Return what is to be proposed."""
        lines, funder_lines = self.asked()
        return Wanted(self.need_id, self.offer_id, lines, self.funder_offer_id, funder_lines)


class PackageDocument(Part):
    """Matches to be proposed together: all of them, or none."""

    matches: tuple[ProposalDocument, ...]


class EndorsementDocument(Part):
    """The codes of the review flags that were read, and a note for the decision log."""

    acknowledged: tuple[str, ...] = Field(default=(), examples=[["missing_authority"]])
    note: str | None = None


class ReasonDocument(Part):
    """Why: a code of the published list, and more in one's own words."""

    reason_code: str
    reason_text: str | None = None

    def reason(self) -> Reason:
        """Return the reason."""
        return Reason(self.reason_code, self.reason_text)


class InterestDocument(Part):
    """What a coordinator's own interest in the match is."""

    text: str


def _asked(lines: tuple[LineDocument, ...] | None) -> tuple[LineAsked, ...] | None:
    return None if lines is None else tuple(line.asked() for line in lines)
