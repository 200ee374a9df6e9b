"""What a field expects, in plain words, for each kind of error that pydantic finds."""

from collections.abc import Mapping
from typing import Any, Final

_WORDS: Final[Mapping[str, str]] = {
    "missing": "This is required.",
    "extra_forbidden": "There is no such field here; leave it out or check its spelling.",
    "none_required": "Expected null.",
    "frozen_field": "This cannot be set.",
    "string_type": "Expected text.",
    "string_sub_type": "Expected text.",
    "string_unicode": "Expected text that is valid Unicode.",
    "string_too_short": "Expected text of at least {min_length} character(s).",
    "string_too_long": "Expected text of at most {max_length} character(s).",
    "string_pattern_mismatch": "Expected text of the form {pattern}.",
    "int_type": "Expected a whole number.",
    "int_parsing": "Expected a whole number.",
    "int_parsing_size": "Expected a whole number of fewer digits.",
    "int_from_float": "Expected a whole number.",
    "float_type": "Expected a number.",
    "float_parsing": "Expected a number.",
    "finite_number": "Expected a finite number.",
    "decimal_type": "Expected a number.",
    "decimal_parsing": "Expected a number.",
    "decimal_max_digits": "Expected a number of at most {max_digits} digits in all.",
    "decimal_max_places": "Expected a number with at most {decimal_places} decimal places.",
    "decimal_whole_digits": "Expected a number with at most {whole_digits} digits before the point.",
    "greater_than": "Expected more than {gt}.",
    "greater_than_equal": "Expected {ge} or more.",
    "less_than": "Expected less than {lt}.",
    "less_than_equal": "Expected {le} or less.",
    "multiple_of": "Expected a multiple of {multiple_of}.",
    "bool_type": "Expected true or false.",
    "bool_parsing": "Expected true or false.",
    "enum": "Expected one of: {expected}.",
    "literal_error": "Expected one of: {expected}.",
    "union_tag_invalid": "Expected {discriminator} to be one of: {expected_tags}.",
    "union_tag_not_found": "Expected {discriminator}, which says what kind of object this is.",
    "list_type": "Expected an array.",
    "tuple_type": "Expected an array.",
    "set_type": "Expected an array.",
    "frozen_set_type": "Expected an array.",
    "iterable_type": "Expected an array.",
    "set_item_not_hashable": "Expected an array of plain values.",
    "too_short": "Expected at least {min_length} entries; there are {actual_length}.",
    "too_long": "Expected at most {max_length} entries.",
    "dict_type": "Expected a JSON object.",
    "model_type": "Expected a JSON object.",
    "model_attributes_type": "Expected a JSON object.",
    "dataclass_type": "Expected a JSON object.",
    "mapping_type": "Expected a JSON object.",
    "date_type": "Expected a date such as 2027-03-31.",
    "date_parsing": "Expected a date such as 2027-03-31.",
    "date_from_datetime_parsing": "Expected a date such as 2027-03-31.",
    "date_from_datetime_inexact": "Expected a date such as 2027-03-31, without a time.",
    "date_past": "Expected a date in the past.",
    "date_future": "Expected a date in the future.",
    "datetime_type": "Expected a moment such as 2027-03-31T09:00:00Z.",
    "datetime_parsing": "Expected a moment such as 2027-03-31T09:00:00Z.",
    "datetime_from_date_parsing": "Expected a moment such as 2027-03-31T09:00:00Z.",
    "datetime_object_invalid": "Expected a moment such as 2027-03-31T09:00:00Z.",
    "timezone_aware": "Expected a moment with its time zone, such as 2027-03-31T09:00:00Z.",
    "uuid_type": "Expected a UUID.",
    "uuid_parsing": "Expected a UUID.",
    "uuid_version": "Expected a UUID of version {expected_version}.",
    "url_type": "Expected a web address.",
    "url_parsing": "Expected a web address.",
    "url_scheme": "Expected a web address that begins with one of: {expected_schemes}.",
    "url_too_long": "Expected a web address of at most {max_length} characters.",
}


def expectation(error: Mapping[str, Any]) -> str:
    """Return one sentence on what is expected where this pydantic error was found; the input is never repeated."""
    kind = str(error.get("type", ""))
    context: Mapping[str, Any] = error.get("ctx") or {}
    if kind in {"value_error", "assertion_error"}:
        return _sentence(str(context.get("error", "")) or "This is not as expected.")
    words = _WORDS.get(kind)
    if words is None:
        return _sentence(str(error.get("msg", "This is not as expected.")).replace("Input should", "This should"))
    try:
        return words.format_map(context)
    except KeyError:
        return _sentence(str(error.get("msg", "This is not as expected.")))


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
