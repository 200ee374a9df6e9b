"""What a person is known by: the same however it is written, and never to be told from its digest."""

import hashlib
import hmac

import pytest

from shared.errors import InvalidInput
from shared.personal.identifiers import Kind, PersonKey
from tests.support.http_service import PERSON_KEY
from tests.support.persons import KEY

WRITTEN_ALIKE: list[tuple[Kind, list[str]]] = [
    ("email", ["fatou.sow@interieur.example", " Fatou.SOW@Interieur.Example ", "fatou.sow\uff20interieur.example"]),
    ("email", ["o'brien+arms@straße.example", "O'Brien+Arms@STRASSE.example"]),
    ("phone", ["+226 25 30 00 01", "0022625300001", "(+226) 25-30.00/01", "+\uff12\uff12\uff16 25300001"]),
    ("phone", ["+41 (0)22 917 12 34", "0041 22 917 12 34"]),
    ("phone", ["022 917 12 34", "022/9171234"]),
    ("phone", ["+\u0662\u0660\u0662 555 0100", "+202 555 0100"]),
    ("name", ["José García", "JOSE  GARCIA", "José\tgarcia", "Jose\u0301 Garci\u0301a"]),
    ("name", ["Jean-Pierre N'Diaye", "jean pierre n\u2019diaye"]),
    ("name", ["أحمد حسن", "احمد  حسن", "أَحْمَد حَسَن", "أحمـــد حسن", "\u200fأحمد حسن\u200f"]),
    ("name", ["王小明", "王 小明"]),
    ("name", ["Фёдор Алёхин", "Федор Алехин"]),
    ("name", ["김철수", "김 철수"]),
]

NO_SUCH_THING: list[tuple[Kind, str]] = [
    ("account", " "),
    ("email", ""),
    ("email", "somebody"),
    ("email", "a@b@c"),
    ("email", "two words@example.org"),
    ("phone", "12 34"),
    ("phone", "ask 022 917 12 34"),
    ("phone", "1" * 21),
    ("name", " -- "),
    ("name", "word " * 25),
    ("name", "a" * 321),
]


@pytest.mark.parametrize(("kind", "ways"), WRITTEN_ALIKE)
def test_an_identifier_is_the_same_however_it_is_written(kind: Kind, ways: list[str]) -> None:
    assert len({KEY.identify(kind, way) for way in ways}) == 1


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("account", "f:1:Fatou", "f:1:fatou"),
        ("email", "a@b.example", "a@b.example.org"),
        ("phone", "+41 22 917 12 34", "022 917 12 34"),
        ("name", "Fatou Sow", "Sow Fatou"),
        ("name", "أحمد حسن", "أحمد حسين"),
        ("name", "王小明", "王小民"),
    ],
)
def test_what_differs_stays_apart(kind: Kind, one: str, other: str) -> None:
    assert KEY.identify(kind, one) != KEY.identify(kind, other)


def test_the_same_text_as_another_kind_is_another_identifier() -> None:
    assert KEY.identify("account", "a@b.example").digest != KEY.identify("email", "a@b.example").digest


def test_a_name_tells_how_many_words_it_has_and_nothing_else_does() -> None:
    words = [KEY.identify("name", name).words for name in ("Fatou", "Fatou Sow", "王小明", "Jean-Pierre N'Diaye")]
    assert words == [1, 2, 3, 4]
    assert KEY.identify("account", "two words").words == 1


def test_a_digest_is_made_under_the_key_and_tells_nothing_without_it() -> None:
    plain = b"email\0fatou@sow.example"
    digest = KEY.identify("email", "fatou@sow.example").digest
    assert digest == hmac.new(PERSON_KEY.encode(), plain, hashlib.sha256).hexdigest()
    assert digest != PersonKey("another key that only tests know of").identify("email", "fatou@sow.example").digest
    assert digest != hashlib.sha256(plain).hexdigest()


@pytest.mark.parametrize(("kind", "value"), NO_SUCH_THING)
def test_what_is_no_identifier_is_refused_by_its_field_and_not_repeated(kind: Kind, value: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        KEY.identify(kind, value)
    assert [problem.pointer for problem in refused.value.fields] == [f"/{kind}"]
    assert not value.strip() or value not in refused.value.detail


def test_a_key_that_could_be_guessed_is_refused_and_none_is_ever_shown() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        PersonKey("x" * 31)
    assert PERSON_KEY not in repr(KEY)
