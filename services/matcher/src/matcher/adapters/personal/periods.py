"""How long the matcher keeps what names people, in the words of those who are told."""

from typing import Final

from matcher.settings import PSEUDONYM_DAYS, ROUND_INPUTS_DAYS, WORDS_DAYS

WITH_THE_RECORD: Final = "as long as the record, so that it can be told who answers for what"

FOR_THE_DIALOGUE: Final = f"ACCORD_DIALOGUE_RETENTION_DAYS ({WORDS_DAYS}) after the match came to its end"

WHILE_IN_USE: Final = f"ACCORD_PSEUDONYM_RETENTION_DAYS ({PSEUDONYM_DAYS}) after the account's last decision"

FOR_THE_ROUND: Final = (
    f"ACCORD_ROUND_INPUTS_RETENTION_DAYS ({ROUND_INPUTS_DAYS}) after the round ended, "
    "longer while a match from it goes on"
)
