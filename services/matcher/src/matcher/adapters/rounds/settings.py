"""A round's settings read back from the JSON document that is kept with the round."""

from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter

from matcher.domain.rounds.settings import RoundSettings

_SETTINGS = TypeAdapter(RoundSettings)


def settings_from(document: Mapping[str, Any]) -> RoundSettings:
    """Return the settings that `settings_document` wrote; InvalidInput where they no longer hold."""
    return _SETTINGS.validate_python(document)
