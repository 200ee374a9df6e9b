"""The offer as its donor writes it, for registering and amending."""

from pydantic import Field, TypeAdapter

from offers.api.schemas.parts import CeilingDocument, DonorDocument, EligibilityDocument, LineDocument
from offers.domain.details import OfferDetails, OfferKind
from offers.domain.visibility import Visibility
from shared.http.documents import ContactDocument, Part, ProvenanceDocument, TextDocument, WindowDocument

_DETAILS: TypeAdapter[OfferDetails] = TypeAdapter(OfferDetails)


class OfferFields(Part):
    """What an offer's document and its view have alike."""

    external_id: str | None = Field(default=None, description="your own number, unique for the donor")
    donor: DonorDocument
    instrument: str | None = Field(default=None, description="the programme or call that the offer comes from")
    implementer: str | None = Field(default=None, description="who carries the help out, where that is not the donor")
    kind: OfferKind = "pledge"
    texts: tuple[TextDocument, ...]
    eligibility: EligibilityDocument
    applicants: tuple[str, ...] = Field(
        default=(), description="who may apply: state, agency, civil_society; empty = any"
    )
    working_languages: tuple[str, ...] = ()
    window: WindowDocument = Field(default=WindowDocument(), description="the days in which help can be given")
    call: WindowDocument = Field(default=WindowDocument(), description="the days on which one can apply")
    conditions: tuple[str, ...] = Field(default=(), description="keys of the vocabulary's conditions")
    condition_notes: str = ""
    per_state_ceiling: CeilingDocument | None = None
    delivery_model: str = "own_delivery"
    visibility: Visibility = "recipients"
    contact: ContactDocument | None = None
    provenance: ProvenanceDocument = ProvenanceDocument()


class OfferDocument(OfferFields):
    """Everything a donor may say of an offer. Required: `donor`, `texts`, `lines` and `eligibility`."""

    lines: tuple[LineDocument, ...]

    def details(self) -> OfferDetails:
        """Return the statement that the domain judges."""
        return _DETAILS.validate_python(self.model_dump(exclude={"reason"}))


class AmendmentDocument(OfferDocument):
    """The offer whole, as it shall stand, and why it is amended."""

    reason: str | None = Field(default=None, description="kept in the history")
