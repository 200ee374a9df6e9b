"""Keeping erased persons out: the topics may still hold records that named them, and give them again to a rebuild."""

from typing import TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from matcher.adapters.tables import erasures
from shared.events.model import EventModel
from shared.personal.erasures import known
from shared.personal.identifiers import PersonKey
from shared.personal.person import Person

State = TypeVar("State", bound=EventModel)


class ErasedPersons:
    """All who were ever erased, taken for one: so what comes in is looked through once, however many they are."""

    def __init__(self, key: PersonKey) -> None:
        self._key = key
        self._known = frozenset[UUID]()
        self._all = Person((), key)

    async def out_of(self, session: AsyncSession, state: State) -> State:
        """Return the state without anybody whose erasure this session's database knows of, carried out or not."""
        ids = frozenset(await session.scalars(select(erasures.c.id)))
        if not ids:
            return state
        if ids != self._known:
            everybody = [each for erasure in await known(session, erasures) for each in erasure.identifiers]
            self._known, self._all = ids, Person(everybody, self._key)
        document = state.model_dump(mode="json")
        without = self._all.taken_out_of_document(document)
        return state if without == document else type(state).model_validate(without)
