"""Imperative mapping of messages, without the domain knowing."""

from sqlalchemy import inspect
from sqlalchemy.orm import registry

from matcher.adapters.dialogue.tables import match_messages
from matcher.adapters.metadata import metadata
from matcher.domain.dialogue.message import Message

mappers = registry(metadata=metadata)


def map_dialogue() -> None:
    """Map the class once; asked again it does nothing."""
    if inspect(Message, raiseerr=False) is None:
        mappers.map_imperatively(Message, match_messages)
