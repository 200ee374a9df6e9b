"""Rules for where a need comes from, and how strong the evidence is that a State asks for it."""

from collections.abc import Iterator
from typing import get_args

from needs.domain.details import NeedDetails
from needs.domain.provenance import EvidenceTier
from shared.errors import FieldProblem
from shared.rules.keys import key_problems
from shared.rules.sources import origin_problems, remark_problems


def source_problems(details: NeedDetails) -> Iterator[FieldProblem]:
    """Check the external id and the provenance."""
    source = details.provenance
    yield from origin_problems(details.external_id, source)
    yield from key_problems("/provenance/evidence_tier", source.evidence_tier, get_args(EvidenceTier), "evidence tier")
    yield from remark_problems(source)
