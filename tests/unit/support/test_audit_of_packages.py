"""The audit finds what is wrong with a lock, and never takes silence for a good answer."""

import json

import pytest

from tests.support.audit.__main__ import ROOT
from tests.support.audit.locks import faults_in, lock_files, pins_in
from tests.support.audit.sources import Audit, read_answer, yanked_in

HASH = f"--hash=sha256:{'0' * 64}"
SOUND = f"""# a comment
httpx==0.28.1 \\
    {HASH} \\
    {HASH}
    # via accord
uvloop==0.22 ; sys_platform != 'win32' \\
    {HASH}
"""


def test_every_lock_of_this_repository_is_sound() -> None:
    files = lock_files(ROOT)
    assert len(files) >= 5
    assert {file.name: list(faults_in(file.read_text())) for file in files} == {file.name: [] for file in files}


def test_a_sound_lock_has_no_faults_and_its_packages_are_read_for_all_platforms() -> None:
    assert list(faults_in(SOUND)) == []
    assert pins_in(SOUND) == {"httpx==0.28.1", "uvloop==0.22"}


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (f"httpx {HASH}", "no version"),
        (f"httpx>=0.28 {HASH}", "no version"),
        ("httpx==0.28.1", "no hash"),
        ("httpx==0.28.1 --hash=sha256:00", "no hash"),
        (f"httpx==0.28.1 --hash=md5:{'0' * 32}", "no hash"),
        (f"httpx @ https://attacker.test/httpx.whl {HASH}", "an address"),
        (f"git+https://attacker.test/httpx {HASH}", "an address"),
        ("--extra-index-url x", "an option"),
        ("-e ./shared", "an option"),
    ],
)
def test_what_could_bring_something_else_is_a_fault(line: str, fault: str) -> None:
    [found] = faults_in(f"{SOUND}{line}\n")
    assert fault in found


def test_a_source_that_knows_no_package_has_audited_none() -> None:
    said = json.dumps({"dependencies": [{"name": "httpx", "skip_reason": "Dependency not found on PyPI"}]})
    assert read_answer("pypi", said) == Audit("pypi", 0, [], ["httpx"])


@pytest.mark.parametrize("said", ["", "Traceback", "[]", "{}", "null"])
def test_what_is_no_answer_is_none(said: str) -> None:
    assert read_answer("osv", said) is None


def test_a_weakness_is_told_with_its_name_and_what_mends_it() -> None:
    weak = {"name": "httpx", "version": "0.1", "vulns": [{"id": "PYSEC-1", "fix_versions": ["0.2"]}]}
    answer = read_answer("pypi", json.dumps({"dependencies": [weak, {"name": "h11", "version": "1", "vulns": []}]}))
    assert answer == Audit("pypi", 2, ["httpx 0.1: PYSEC-1 (mended in 0.2)"], [])


def test_a_release_that_was_taken_back_is_read_from_the_warnings_of_uv() -> None:
    said = 'Resolved 2 packages\nwarning: `attrs==21.1.0` is yanked (reason: "Not importable")\n'
    assert yanked_in(said) == ['attrs==21.1.0 (reason: "Not importable")']
