"""What libraries repeat of a record in their errors is cut out, and what is wrong with it stays."""

import pytest
from asyncpg.exceptions import UniqueViolationError
from pydantic import BaseModel, ValidationError

from shared.redaction import REDACTED, without_values

WORD = "sek.contact.email"


class Machine(BaseModel):
    weight: int
    maker: str


def of_pydantic() -> str:
    with pytest.raises(ValidationError) as failure:
        Machine.model_validate({"weight": WORD, "maker": {"email": f"{WORD}, {WORD}"}})
    return str(failure.value)


def of_a_constraint() -> str:
    error = UniqueViolationError('duplicate key value violates unique constraint "one_each"')
    vars(error)["detail"] = f"Key (email)=({WORD}\n{WORD}) already exists."
    return str(error)


def of_an_encoder() -> str:
    with pytest.raises(UnicodeEncodeError) as failure:
        f"{WORD}\ud800".encode()
    return repr(failure.value)


TEXTS = {
    "pydantic": (of_pydantic(), "weight"),
    "a constraint": (of_a_constraint(), "one_each"),
    "an encoder": (of_an_encoder(), "UnicodeEncodeError"),
    "the driver": (f"invalid input for query argument $3: '{WORD}' (an integer is required)", "argument $3"),
    "PostgreSQL": (f'invalid input syntax for type uuid: "{WORD}"', "type uuid"),
    "PostgreSQL with its statement": (f"DETAIL:  Failing row ({WORD}).\n[SQL: INSERT INTO needs]", "[SQL: INSERT"),
}


@pytest.mark.parametrize("source", TEXTS)
def test_an_error_says_what_is_wrong_without_the_value_that_is(source: str) -> None:
    text, kept = TEXTS[source]
    assert WORD in text
    cleaned = without_values(text)
    assert WORD not in cleaned
    assert REDACTED in cleaned
    assert kept in cleaned


def test_a_text_without_a_value_stays_as_it_is() -> None:
    text = 'new row for relation "needs" violates check constraint "needs_of_one_state"'
    assert without_values(text) == text
