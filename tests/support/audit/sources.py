"""Who is asked about packages: pip-audit for advisories, uv for releases that were taken back. Neither is taken at its
word: pip-audit says "No known vulnerabilities found" of packages that its source knows nothing of."""

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, cast

SOURCES: Final = ("pypi", "osv")
"""pip-audit's sources of advisories, in the order in which they are asked."""

PROBE_SECONDS: Final = 8
AUDIT_SECONDS: Final = 300
NEWEST: Final = "3.13"
"""The newest Python that a lock is made for, on which every locked release can be installed."""

_YANKED: Final = re.compile(r"warning: `([^`]+)` is yanked(.*)")


@dataclass(frozen=True)
class Audit:
    """What a source knew: findings by package, and the packages that it was asked about and said nothing of."""

    source: str
    audited: int = 0
    findings: Sequence[str] = ()
    unknown: Sequence[str] = field(default=())


def is_installed() -> bool:
    """Whether pip-audit is there to ask."""
    return find_spec("pip_audit") is not None


def audit(pins: Iterable[str]) -> Audit | None:
    """Return what the first source that answers knows of the packages; None when none does within a few seconds."""
    every = sorted(pins)
    for source in SOURCES:
        probe = read_answer(source, _ask(source, every[:1], PROBE_SECONDS))
        if probe is not None and probe.audited:
            return read_answer(source, _ask(source, every, AUDIT_SECONDS))
    return None


def read_answer(source: str, said: str) -> Audit | None:
    """Read pip-audit's JSON; None where it is none, for what fails ends with the status of a finding, 1, as well."""
    try:
        answered: Any = json.loads(said)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return None
    packages = cast("list[dict[str, Any]]", answered)
    known = [each for each in packages if "vulns" in each]
    findings = [
        f"{each['name']} {each['version']}: {found['id']} (mended in {', '.join(found['fix_versions']) or 'none'})"
        for each in known
        for found in each["vulns"]
    ]
    return Audit(source, len(known), findings, [each["name"] for each in packages if "vulns" not in each])


def yanked(pins: Iterable[str], uv: Path) -> Sequence[str] | None:
    """Return the releases that their makers took back, as the index of uv's settings has it; None when it is away."""
    asking = ("pip", "compile", "--no-deps", "--no-header", "--no-annotate", "--universal", "--python-version", NEWEST)
    # Nothing is resolved: each is asked for by itself, and of two versions of one package, each in a run of its own.
    first, second = dict[str, str](), list[str]()
    for pin in sorted(pins):
        name = pin.partition("==")[0]
        second += [pin] if first.setdefault(name, pin) != pin else []
    said = ""
    for run in (list(first.values()), second):
        done = _run([str(uv), *asking, "-"], "\n".join(run), AUDIT_SECONDS) if run else None
        if done is not None and done.returncode:
            return None
        said += done.stderr if done is not None else ""
    return yanked_in(said)


def yanked_in(said: str) -> Sequence[str]:
    """Return the packages of uv's warnings."""
    return [f"{name}{why}" for name, why in _YANKED.findall(said)]


def _ask(source: str, pins: Sequence[str], seconds: float) -> str:
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as listed:
        listed.write("\n".join(pins))
        listed.flush()
        options = ("--no-deps", "--disable-pip", "--progress-spinner", "off", "--format", "json", "--timeout", "4")
        command = [sys.executable, "-m", "pip_audit", *options, "-s", source, "-r", listed.name]
        done = _run(command, "", seconds)
    return "" if done is None else done.stdout


def _run(command: Sequence[str], given: str, seconds: float) -> subprocess.CompletedProcess[str] | None:
    try:
        return subprocess.run(command, input=given, capture_output=True, text=True, timeout=seconds, check=False)  # noqa: S603 - our own words
    except subprocess.TimeoutExpired:
        return None
