"""docs/operations.md: each block of commands is run or has its reason, names what there is, and links lead on."""

import re
import shlex
from collections import Counter

import pytest

from shared.service.commands import run_command
from tests.support import compose_stack
from tests.support.operations_page import COMPOSE, EMBEDDED, NOT_RUN, PAGE, Block, blocks_of
from tests.support.service_definitions import SERVICES
from tests.support.source_tree import ROOT

DOCS = ROOT / "docs"
BLOCKS = blocks_of(PAGE.read_text(encoding="utf-8"))
IN_CONTAINER = re.compile(r"docker compose (?:exec|run)(?: -T| --rm)* (?P<container>[\w-]+) (?P<words>[^#<>|\n;]+)")


def commands_in_containers(block: Block) -> list[tuple[str, list[str]]]:
    """Return which words are given to which container."""
    found = IN_CONTAINER.finditer(block.text)
    return [(each["container"], shlex.split(each["words"])) for each in found]


def test_every_block_of_commands_is_run_or_has_a_reason_and_nothing_else_is_listed() -> None:
    assert Counter(each.name for each in BLOCKS) == Counter([*EMBEDDED, *COMPOSE, *NOT_RUN])


def test_blocks_are_run_on_the_stack_that_they_are_for() -> None:
    stacks = {each.name: each.stack for each in BLOCKS}
    assert {stacks[name] for name in EMBEDDED} == {"embedded"}
    assert {stacks[name] for name in COMPOSE} == {"compose"}


def test_a_block_without_a_mark_is_seen_whether_it_is_indented_or_fenced() -> None:
    page = "<!-- run: embedded start -->\n\n    one\n\ntext\n\n    two\n\n```sh\nthree\n```\n"
    assert blocks_of(page) == [
        Block("embedded", "start", "one\n"),
        Block("", "", "two\n"),
        Block("", "", "three\n"),
    ]


def test_a_mark_does_not_hold_beyond_a_paragraph() -> None:
    assert blocks_of("<!-- run: compose up -->\n\nThen:\n\n    one\n") == [Block("", "", "one\n")]


@pytest.mark.parametrize("block", [each for each in BLOCKS if each.stack == "compose"], ids=lambda each: each.name)
def test_containers_that_commands_name_exist(block: Block) -> None:
    scaled = re.findall(r"--scale ([\w-]+)=", block.text)
    named = {*scaled, *(container for container, _ in commands_in_containers(block))}
    assert named <= compose_stack.containers().keys()


@pytest.mark.parametrize("block", [each for each in BLOCKS if each.stack == "compose"], ids=lambda each: each.name)
def test_services_know_the_commands_that_they_are_given(block: Block) -> None:
    for _, words in commands_in_containers(block):
        if words[:2] == ["python", "-m"] and words[2].endswith(".main"):
            with pytest.raises(SystemExit) as ended:
                run_command(SERVICES[words[2].removesuffix(".main")], [*words[3:], "--help"])
            assert ended.value.code == 0, words


@pytest.mark.parametrize("page", ["operations.md", "compose.md", "restoring.md"])
def test_links_to_other_files_lead_somewhere(page: str) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", (DOCS / page).read_text(encoding="utf-8"))
    assert [each for each in links if not (DOCS / each).exists()] == []
