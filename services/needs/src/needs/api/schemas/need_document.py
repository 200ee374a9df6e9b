"""The need as its author writes it, for registering and amending."""

from pydantic import Field, StrictBool, StrictInt, TypeAdapter

from needs.api.schemas.parts import (
    AuthorityDocument,
    ComponentDocument,
    GenderDocument,
    NationalContactDocument,
    NeedProvenanceDocument,
    ReceivedDocument,
    SensitiveDocument,
    ServesDocument,
    SourceReportDocument,
    SustainabilityDocument,
)
from needs.domain.details import NeedDetails
from needs.domain.visibility import Visibility
from shared.http.documents import Day, Part, TextDocument, WindowDocument

_DETAILS: TypeAdapter[NeedDetails] = TypeAdapter(NeedDetails)


class NeedFields(Part):
    """What a need's document and its view have alike."""

    external_id: str | None = Field(default=None, description="your own number, unique for the lead State or group")
    states: tuple[str, ...] = Field(
        default=(), description="ISO 3166 alpha-3; the lead State first", examples=[["BFA"]]
    )
    group: str | None = Field(default=None, description="a regional organisation that posts on behalf of its members")
    texts: tuple[TextDocument, ...]
    all_or_nothing: StrictBool = Field(default=False, description="the components only make sense together")
    priority: StrictInt = Field(default=3, description="1 (lowest) to 5, set by the State")
    deadline: Day | None = None
    window: WindowDocument = Field(default=WindowDocument(), description="the days in which help is wanted")
    shortest_useful_days: StrictInt = Field(default=1, description="the shortest overlap of windows that would help")
    working_languages: tuple[str, ...] = ()
    life_cycle_stages: tuple[str, ...] = ()
    new_technology: StrictBool = False
    target_groups: tuple[str, ...] = ()
    applicants: tuple[str, ...] = Field(default=("state",), description="who would apply: state, agency, civil_society")
    conditions_met: tuple[str, ...] = Field(default=(), description="donors' conditions that the State declares as met")
    authority: AuthorityDocument | None = None
    contact: NationalContactDocument | None = None
    received: tuple[ReceivedDocument, ...] = ()
    sustainability: SustainabilityDocument = SustainabilityDocument()
    gender: GenderDocument = GenderDocument()
    serves: ServesDocument | None = None
    source_report: SourceReportDocument | None = None
    visibility: Visibility = "donors"
    provenance: NeedProvenanceDocument = NeedProvenanceDocument()


class NeedDocument(NeedFields):
    """Everything an author may say of a need. Required: `texts`, and `states` or `group`."""

    components: tuple[ComponentDocument, ...] = ()
    sensitive: SensitiveDocument = SensitiveDocument()

    def details(self) -> NeedDetails:
        """Return the statement that the domain judges."""
        return _DETAILS.validate_python(self.model_dump(exclude={"reason"}))


class AmendmentDocument(NeedDocument):
    """The need whole, as it shall stand, and why it is amended."""

    reason: str | None = Field(default=None, description="kept in the history")
