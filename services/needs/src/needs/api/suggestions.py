"""Suggesting structure for free text: what is asked for, how much of it, for whom, and which words say so."""

from needs.api.schemas.suggestions import DraftDocument, SuggestionsView
from needs.application.suggest_structure import SuggestStructure, suggest_structure
from shared.http.routing import service_router
from shared.identity.dependencies import CurrentActor

router = service_router("/v1/needs", tag="needs")


@router.post("/suggestions")
async def post_suggestions(document: DraftDocument, actor: CurrentActor) -> SuggestionsView:
    """Read texts in any of the six languages and suggest components, stages and target groups; nothing is stored.

    Each suggestion names the words that led to it and how sure it is; the author decides. For those who post needs.
    """
    found = await suggest_structure(SuggestStructure(document.drafts()), actor=actor)
    return SuggestionsView.model_validate(found)
