"""What a topic tells of one service's aggregates: of each key the highest version, wherever in the topic it stands."""

from collections.abc import Mapping, Sequence

from shared.messaging.bus import IncomingRecord
from shared.personal.listening import TopicReader
from shared.restored.finding import Told


async def newest_of(reader: TopicReader, source: str) -> Mapping[str, Told]:
    """Read the topic to its end and return what `source` has told last, by key; ConnectionError without a bus.

    An older version may stand behind a newer one: a relay has sent what a restored outbox held. Of two that state the
    same version consumers have kept the first; a service that states a record again says what it is by now.
    """
    newest: dict[str, Told] = {}
    for told in await all_of(reader, source):
        known = newest.get(told.key)
        if known is None or told.version > known.version or (told.version == known.version and _is_restated(told)):
            newest[told.key] = told
    return newest


async def all_of(reader: TopicReader, source: str) -> Sequence[Told]:
    """Return every statement of `source` on a topic, in the order of each key; ConnectionError without a bus."""
    try:
        told = [_told(record, source) for record in await reader.read_on()]
    finally:
        await reader.begin_again()
    return [each for each in told if each is not None]


def _is_restated(told: Told) -> bool:
    return dict(told.record.headers).get("ce_type", b"").endswith(b".restated.v1")


def _told(record: IncomingRecord, source: str) -> Told | None:
    """Return the statement; None for another's, and for what is no event at all."""
    headers = dict(record.headers)
    version, key = headers.get("ce_aggregateversion", b""), record.key
    if headers.get("ce_source") != source.encode() or key is None or not version.isdigit():
        return None
    return Told(key.decode(errors="replace"), int(version), record)
