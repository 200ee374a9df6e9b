"""What a comparison of a database with the topics finds: each entry is something that consumers believe wrongly."""

from dataclasses import dataclass
from enum import StrEnum

from shared.messaging.bus import IncomingRecord


class What(StrEnum):
    """How what was published differs from what the database holds."""

    BEHIND = "behind"  # later versions were published than the database knows
    DIFFERENT = "different"  # the same version was published with another content
    UNOPENED = "unopened"  # it was published, and here it was never opened
    MISSING = "missing"  # it goes on for consumers, and is not in the database at all
    STILL_PUBLIC = "still_public"  # anybody may read there what is not public by this database
    CUT = "cut"  # the decision log had come further
    FORKED = "forked"  # the decision log has another entry where a checkpoint was published


@dataclass(frozen=True)
class Finding:
    """One difference: `here` is the database's version, None where it has none; `published` the newest on the topic."""

    what: What
    kind: str
    key: str
    here: int | None
    published: int


@dataclass(frozen=True)
class Told:
    """The newest statement of one key on a topic: the aggregate's version that it states, and the record itself."""

    key: str
    version: int
    record: IncomingRecord
