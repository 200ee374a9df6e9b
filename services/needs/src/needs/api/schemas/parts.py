"""The parts that only a need's document has; unknown fields are refused and named."""

from uuid import UUID

from pydantic import Field, StrictBool, StrictInt

from needs.domain.background import ServedKind
from needs.domain.provenance import EvidenceTier
from needs.domain.visibility import Visibility
from shared.http.documents import ContactDocument, Part, ProvenanceDocument
from shared.measures import ExactNumber


class ContributionDocument(Part):
    """What the State itself brings."""

    amount: ExactNumber | None = None
    currency: str | None = None
    text: str = ""


class ComponentDocument(Part):
    """One thing asked for. Send `id` back when amending, so that the component keeps its coverage."""

    id: UUID | None = None
    category: str = Field(description="a key of the assistance vocabulary", examples=["marking"])
    modalities: tuple[str, ...] = Field(
        default=(), description="forms of help; empty = not said", examples=[["equipment"]]
    )
    quantity: ExactNumber | None = Field(default=None, examples=[9000])
    unit: str | None = Field(default=None, examples=["weapon"])
    description: str = ""
    estimated_cost: ExactNumber | None = Field(default=None, examples=[150000])
    currency: str | None = Field(default=None, description="ISO 4217, of the estimated cost", examples=["USD"])
    own_contribution: ContributionDocument | None = None


class AuthorityDocument(Part):
    """The implementing authority."""

    name: str
    unit: str | None = None
    address: str | None = None


class NationalContactDocument(ContactDocument):
    """Whom to ask; shown to the State itself and to coordinators only, and on no event."""

    is_national_point_of_contact: StrictBool = False


class ReceivedDocument(Part):
    """Help already received in this matter."""

    source: str
    what: str
    year: StrictInt | None = None


class SustainabilityDocument(Part):
    """How the result is kept up: fuel, vehicles, staff, maintenance."""

    plan: str = ""
    upkeep: tuple[str, ...] = ()


class GenderDocument(Part):
    """Gender considerations and disaggregated target figures (BMS7 72-79)."""

    considerations: str = ""
    women: StrictInt | None = None
    men: StrictInt | None = None


class ServesDocument(Part):
    """The action plan or target that the need serves (BMS7 50, 58, 116)."""

    kind: ServedKind
    reference: str = ""


class SourceReportDocument(Part):
    """The national report and question that the need comes from (BMS7 53)."""

    year: StrictInt
    question: str


class SensitiveDocument(Part):
    """Sites and stock figures, shown no more widely than their own visibility."""

    sites: tuple[str, ...] = ()
    stock_figures: str = ""
    visibility: Visibility = "coordinators"


class NeedProvenanceDocument(ProvenanceDocument):
    """Where the need comes from, and how strong the evidence is that a State asks for it."""

    evidence_tier: EvidenceTier | None = None
