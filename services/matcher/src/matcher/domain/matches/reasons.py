"""Why a match leaves the straight way: a code of the controlled list, and free text if somebody wants to say more."""

from dataclasses import dataclass
from typing import Final

from shared.errors import FieldProblem, InvalidInput
from shared.vocabulary import load_vocabulary

LONGEST_TEXT: Final = 2000


@dataclass(frozen=True)
class Reason:
    """A coded reason with free text, in the language of its author."""

    code: str
    text: str | None = None


def must_be_a_reason_to(action: str, reason: Reason) -> None:
    """Raise InvalidInput unless the code is one of those for this action that people may give."""
    listed = load_vocabulary().match_reasons
    fitting = sorted(key for key, term in listed.items() if action in term.actions and not term.automatic)
    problems: list[FieldProblem] = []
    if reason.code not in fitting:
        problems.append(FieldProblem("/reason_code", f"expected one of {', '.join(fitting)}"))
    if reason.text is not None and len(reason.text) > LONGEST_TEXT:
        problems.append(FieldProblem("/reason_text", f"expected at most {LONGEST_TEXT} characters"))
    if problems:
        raise InvalidInput(problems)
