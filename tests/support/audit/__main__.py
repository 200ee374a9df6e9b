"""`python -m tests.support.audit`: look for known weaknesses in every locked package (ADR 35).

Ends with 0 when everything was audited and nothing found, 1 for a finding or a lock that is not sound, and 2 when no
source of advisories answered: nothing was audited then, which is no success. With `--if-answered` the last is said and
ends with 0, so that `make check` can be run without a network.
"""

import argparse
import sys
from pathlib import Path
from typing import Final

from tests.support.audit.locks import faults_in, lock_files, pins_in
from tests.support.audit.sources import audit, is_installed, yanked

ROOT: Final = Path(__file__).parents[3]
SOUND, FOUND, UNANSWERED = 0, 1, 2
NOTHING_AUDITED: Final = "NO ADVISORY SOURCE ANSWERED: NOTHING WAS AUDITED"
NO_INDEX: Final = "THE PACKAGE INDEX DID NOT ANSWER: YANKED RELEASES WERE NOT LOOKED FOR"
NOT_INSTALLED: Final = "PIP-AUDIT IS NOT INSTALLED: NOTHING WAS AUDITED"


def main(arguments: list[str], root: Path = ROOT) -> int:
    """Audit, say what was found, and return the status."""
    parser = argparse.ArgumentParser(prog="python -m tests.support.audit")
    parser.add_argument("--if-answered", action="store_true", help="end with 0 when nobody answers, and say so")
    tolerant = parser.parse_args(arguments).if_answered
    texts = {str(file.relative_to(root)): file.read_text() for file in lock_files(root)}
    pins = set[str]().union(*map(pins_in, texts.values()))
    faults = [f"{name}: {fault}" for name, text in texts.items() for fault in faults_in(text)]
    _say(*faults, f"locks: {len(texts)} files, {len(pins)} packages, {len(faults)} faults")
    outcome = max(FOUND if faults else SOUND, _yanked(pins), _advisories(pins), key=(SOUND, UNANSWERED, FOUND).index)
    return SOUND if outcome == UNANSWERED and tolerant else outcome


def _yanked(pins: set[str]) -> int:
    found = yanked(pins, Path(sys.executable).with_name("uv"))
    if found is None:
        _say(NO_INDEX)
        return UNANSWERED
    _say(*(f"yanked: {each}" for each in found), f"yanked releases: {len(found)} of {len(pins)}")
    return FOUND if found else SOUND


def _advisories(pins: set[str]) -> int:
    answer = audit(pins) if is_installed() else None
    if answer is None:
        _say(NOTHING_AUDITED if is_installed() else NOT_INSTALLED)
        return UNANSWERED
    _say(
        *answer.findings, f"advisories: {answer.source} knew {answer.audited} packages, {len(answer.findings)} findings"
    )
    if answer.unknown:
        _say(f"NOT AUDITED, FOR {answer.source} KNOWS NOTHING OF THEM: {', '.join(answer.unknown)}")
    if answer.findings:
        return FOUND
    return UNANSWERED if answer.unknown else SOUND


def _say(*lines: str) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
