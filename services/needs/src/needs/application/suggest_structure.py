"""An author has a text read for the structure it suggests; nothing is stored, and the author decides."""

import asyncio
from dataclasses import dataclass

from needs.domain.suggestions import Draft, Suggestions, suggest
from needs.domain.suggestions.draft import draft_problems
from shared.errors import InvalidInput
from shared.glossary import load_glossary
from shared.identity.actor import Actor, Role
from shared.vocabulary import load_vocabulary


@dataclass(frozen=True)
class SuggestStructure:
    """Somebody who may post needs hands in what is written so far."""

    drafts: tuple[Draft, ...]


async def suggest_structure(command: SuggestStructure, *, actor: Actor) -> Suggestions:
    """Return the suggestions; Forbidden for those who never post needs, InvalidInput for texts that break a rule.

    Long texts take more than 20 ms to read, which is why a thread does it.
    """
    actor.must_be(Role.RECIPIENT, Role.COORDINATOR)
    problems = list(draft_problems(command.drafts))
    if problems:
        raise InvalidInput(problems)
    return await asyncio.to_thread(suggest, command.drafts, load_glossary(), load_vocabulary())
