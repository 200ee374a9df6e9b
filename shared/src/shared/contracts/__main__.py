"""`python -m shared.contracts check|write|release`: keep the committed documents true and compatible."""

import json
import sys
from pathlib import Path

from shared.contracts.compatibility import breaking_changes
from shared.contracts.documents import all_documents

FOLDER = Path(__file__).parents[3] / "contracts"
RELEASED = FOLDER / "released"


def check() -> list[str]:
    """Return what is wrong: committed documents out of date, or changes that would break a consumer."""
    documents = all_documents()
    stale = [
        f"{name} is out of date: run `make contracts`"
        for name, text in documents.items()
        if not (FOLDER / name).is_file() or (FOLDER / name).read_text(encoding="utf-8") != text
    ]
    left_over = [
        f"{path.name} is generated no more: remove it" for path in FOLDER.glob("*.json") if path.name not in documents
    ]
    return stale + left_over + _breaking(documents)


def write(folder: Path, *, schemas_only: bool = False) -> None:
    """Write the generated documents into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in all_documents().items():
        if not schemas_only or name.endswith(".schema.json"):
            (folder / name).write_text(text, encoding="utf-8")


def _breaking(documents: dict[str, str]) -> list[str]:
    found: list[str] = []
    for path in sorted(RELEASED.glob("*.schema.json")):
        if path.name not in documents:
            found.append(f"{path.name}: a released event model was removed")
            continue
        released, proposed = json.loads(path.read_text(encoding="utf-8")), json.loads(documents[path.name])
        found += [f"{path.name}{change}" for change in breaking_changes(released, proposed)]
    return found


def run(arguments: list[str]) -> int:
    """Serve the command line; the exit code is 1 when a check found something."""
    match arguments:
        case ["check"]:
            problems = check()
            for problem in problems:
                sys.stderr.write(f"contracts: {problem}\n")
            return 1 if problems else 0
        case ["write"]:
            write(FOLDER)
        case ["release"]:
            write(RELEASED, schemas_only=True)
        case _:
            sys.stderr.write("usage: python -m shared.contracts check|write|release\n")
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
