import json
import re
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from tests.support.not_run import not_runnable
from tests.support.processes import run
from tests.support.promql import asked_by, kept_labels
from tests.support.service_definitions import SERVICES
from tests.support.shown_metrics import shown_metrics
from tests.support.source_tree import ROOT

FOLDER = ROOT / "deploy" / "monitoring"
GIVEN_BY_SCRAPING = {"job", "instance", "service", "part"}
MADE_BY_PROMETHEUS = {"up": frozenset(GIVEN_BY_SCRAPING)}
SEVERITIES = {"info", "warning", "critical"}


def rules() -> list[dict[str, Any]]:
    groups = yaml.safe_load((FOLDER / "rules.yml").read_text())["groups"]
    return [rule for group in groups for rule in group["rules"]]


def panels() -> list[dict[str, Any]]:
    return [each for each in json.loads((FOLDER / "dashboard.json").read_text())["panels"] if each["type"] != "row"]


def queries() -> Iterator[tuple[str, str]]:
    """Every query, with the name of the alert or the title of the panel that it stands in."""
    yield from ((rule["alert"], rule["expr"]) for rule in rules())
    yield from ((panel["title"], target["expr"]) for panel in panels() for target in panel["targets"])


def headings() -> set[str]:
    """Return the anchors that a page's headings get."""
    page = (ROOT / "docs" / "monitoring.md").read_text()
    found = re.findall(r"^#+ (.*)$", page, re.MULTILINE)
    return {re.sub(r"[^a-z0-9 -]", "", each.lower()).replace(" ", "-") for each in found}


def unshown(query: str) -> list[str]:
    """Return the figures, and the labels, that a query asks for and nobody shows."""
    shown = {**shown_metrics(), **MADE_BY_PROMETHEUS}
    names = {name for asked in asked_by(query) for name in asked.names}
    labels = {label: asked.names for asked in asked_by(query) for label in asked.labels}
    faults = sorted(names - shown.keys())
    everywhere = {label for name in names & shown.keys() for label in shown[name]} | GIVEN_BY_SCRAPING
    faults += sorted(kept_labels(query) - everywhere)
    for label, of in labels.items():
        faults += [f"{name}{{{label}}}" for name in of if label not in shown.get(name, frozenset()) | GIVEN_BY_SCRAPING]
    return faults


@pytest.mark.parametrize(("where", "query"), list(queries()))
def test_every_figure_and_label_that_is_asked_for_is_shown_by_a_service(where: str, query: str) -> None:
    assert asked_by(query), where
    assert unshown(query) == []


@pytest.mark.parametrize(
    "query",
    [
        "needs_outbox_oldest_seconds",
        'rate({__name__=~"(needs|offers)_no_such_total"}[5m])',
        'needs_events_handled_count_total{outcome="applied"}',
        "sum by (reason) (needs_events_handled_count_total)",
    ],
)
def test_a_figure_or_a_label_that_nobody_shows_would_be_noticed(query: str) -> None:
    assert unshown(query) != []


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule["alert"])
def test_an_alert_says_how_bad_it_is_and_where_to_read_what_to_do(rule: dict[str, Any]) -> None:
    assert rule["labels"]["severity"] in SEVERITIES
    page, _, anchor = rule["annotations"]["runbook"].partition("#")
    assert (page, anchor) == ("docs/monitoring.md", rule["alert"].lower())
    assert anchor in headings()
    assert rule["annotations"]["summary"].endswith(".")


def test_no_alert_stands_twice_and_each_is_in_the_table() -> None:
    names = [rule["alert"] for rule in rules()]
    page = (ROOT / "docs" / "monitoring.md").read_text()
    told = re.findall(r"^### (Accord\w+)$", page, re.MULTILINE)
    assert sorted(names) == sorted(told)
    severity = {rule["alert"]: rule["labels"]["severity"] for rule in rules()}
    assert dict(re.findall(r"^\| \[(Accord\w+)\]\(#\w+\) \| (\w+) \|", page, re.MULTILINE)) == severity


def test_every_process_of_the_compose_file_is_scraped() -> None:
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    staying = {
        name for name, each in compose.items() if name.split("-")[0] in SERVICES and each["command"] != ["migrate"]
    }
    [job] = yaml.safe_load((FOLDER / "prometheus.yml").read_text())["scrape_configs"]
    scraped = {tuple(each["targets"]): each["labels"] for each in job["static_configs"]}
    assert {f"{name}:8000" for name in staying} == {target for targets in scraped for target in targets}
    assert {f"{each['service']}-{each['part']}:8000" for each in scraped.values()} == {
        target for targets in scraped for target in targets
    }


def test_panels_do_not_lie_on_each_other() -> None:
    cells = [
        (x, y)
        for place in (panel["gridPos"] for panel in panels())
        for x in range(place["x"], place["x"] + place["w"])
        for y in range(place["y"], place["y"] + place["h"])
    ]
    assert len(cells) == len(set(cells))


def test_the_rules_notice_what_they_are_meant_to() -> None:
    if shutil.which("promtool") is None:
        not_runnable("promtool (the rules' own tests)")
    assert "SUCCESS" in run(["promtool", "test", "rules", FOLDER / "rules.test.yml"])
