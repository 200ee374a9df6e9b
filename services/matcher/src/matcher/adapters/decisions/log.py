"""Appending to the decision log, last in the transaction of what was decided."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import func, insert
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession

from matcher.adapters.decisions.queries import head_of
from matcher.adapters.decisions.tables import decision_log, decision_texts, pseudonyms
from matcher.domain.decisions.decision import Decision, content_of, is_a_person
from shared.decision_log.canonical import canonical
from shared.decision_log.commitments import SaltedText
from shared.decision_log.entry import Entry
from shared.decision_log.writing import follow
from shared.messaging.leadership import wait_for_turn

LOCK: Final = "accord.decisions"


async def append(session: AsyncSession, decisions: Sequence[Decision]) -> None:
    """Write the decisions in this order, numbered without gaps and each bound to the one before.

    From here to its end the caller's transaction is the only one that appends: so call it last. What is written is
    there when the transaction commits, and only then.
    """
    if not decisions:
        return
    await wait_for_turn(session, LOCK)
    known = await _pseudonyms_of(session, {each.actor.subject for each in decisions if is_a_person(each.actor)})
    head = await head_of(session)
    rows, texts = list[dict[str, Any]](), list[dict[str, Any]]()
    for decision in decisions:
        text = SaltedText.of(decision.reason_text) if decision.reason_text else None
        content = content_of(decision, known.get(decision.actor.subject), text and text.commitment)
        entry = follow(head, decision.at, decision.action, content)
        rows.append(row_of(entry) | {"match_id": decision.match_id, "match_version": decision.match_version})
        texts += [{"number": entry.link.number, "salt": text.salt, "text": text.text}] if text else []
        head = entry.head
    await session.execute(insert(decision_log), rows)
    if texts:
        await session.execute(insert(decision_texts), texts)


def row_of(entry: Entry) -> dict[str, Any]:
    """Return what the log keeps of an entry."""
    link = entry.link
    return {
        "number": link.number,
        "at": link.moment,
        "action": link.action,
        "content": canonical(entry.content).decode(),
        "content_hash": link.content_hash,
        "previous_hash": link.previous_hash,
        "hash": entry.hash,
    }


async def _pseudonyms_of(session: AsyncSession, subjects: Collection[str]) -> Mapping[str, UUID]:
    """Return everybody's pseudonym, a new one for who has none, and note that it was used."""
    if not subjects:
        return {}
    new = upsert(pseudonyms).values([{"subject": subject, "pseudonym": uuid4()} for subject in sorted(subjects)])
    used = new.on_conflict_do_update(index_elements=["subject"], set_={"used_at": func.now()})
    found = await session.execute(used.returning(pseudonyms.c.subject, pseudonyms.c.pseudonym))
    return {row.subject: row.pseudonym for row in found}
