"""The floor that posting a need is held to: the same framework, server and pool, inserting one row and nothing else."""

import asyncio
import json
import os
from dataclasses import dataclass
from typing import Any

import uvicorn
from fastapi import FastAPI
from sqlalchemy import text

from shared.identifiers import new_id
from shared.persistence.database import Database

TABLE = text("CREATE TABLE IF NOT EXISTS bare_needs (id uuid PRIMARY KEY, document jsonb NOT NULL)")
INSERT = text("INSERT INTO bare_needs VALUES (:id, CAST(:document AS jsonb))")


@dataclass(frozen=True)
class BareInsert:
    """One route on one table, through the services' own kind of pool."""

    database: Database

    async def post_need(self, body: dict[str, Any]) -> dict[str, Any]:
        """Answer with the document once its row is committed."""
        identifier = new_id()
        async with self.database.sessions() as session, session.begin():
            await session.execute(INSERT, {"id": identifier, "document": json.dumps(body)})
        return {"id": str(identifier), **body}


async def main() -> None:
    """Serve until killed, with the protocol and the event loop that the services run on."""
    database = Database.at(os.environ["ACCORD_DATABASE_URL"])
    async with database.engine.begin() as connection:
        await connection.execute(TABLE)
    app = FastAPI()
    app.add_api_route("/v1/needs", BareInsert(database).post_need, methods=["POST"], status_code=201)
    port = int(os.environ["ACCORD_PORT"])
    await uvicorn.Server(uvicorn.Config(app, port=port, http="h11", access_log=False, log_level="warning")).serve()


if __name__ == "__main__":
    asyncio.run(main())
