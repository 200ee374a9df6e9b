import pytest
from prometheus_client import CollectorRegistry

from shared.metrics import ServiceMetrics


def test_a_name_says_service_thing_and_unit() -> None:
    metrics = ServiceMetrics("needs")
    metrics.counter("needs_opened", "Needs opened.").inc()
    metrics.gauge("outbox_oldest", "seconds", "Age.").set(2)
    metrics.histogram("scoring", "seconds", "Scoring.", buckets=(1, 2)).observe(1.5)
    read = metrics.registry.get_sample_value
    assert read("needs_needs_opened_total") == 1
    assert read("needs_outbox_oldest_seconds") == 2
    assert read("needs_scoring_seconds_bucket", {"le": "2.0"}) == 1


@pytest.mark.parametrize("part", ["", "Needs", "needs-api", "1st", "_x", "x_"])
def test_a_name_that_breaks_the_rule_is_refused(part: str) -> None:
    with pytest.raises(ValueError, match="snake_case"):
        ServiceMetrics("needs").counter(part, "?")
    with pytest.raises(ValueError, match="snake_case"):
        ServiceMetrics(part)


@pytest.mark.parametrize("label", ["need_id", "path", "user", "email"])
def test_a_label_without_bound_is_refused(label: str) -> None:
    with pytest.raises(ValueError, match=label):
        ServiceMetrics("needs").counter("opened", "?", labels=("state", label))


def test_two_services_in_one_process_do_not_meet() -> None:
    for service in ("needs", "offers"):
        ServiceMetrics(service).counter("http_requests", "?")
    ServiceMetrics("needs").counter("http_requests", "?")


def test_the_exposition_holds_the_services_figures_and_the_processs() -> None:
    metrics = ServiceMetrics("needs", registry=CollectorRegistry())
    metrics.counter("opened", "Needs opened.").inc()
    text = metrics.exposition().decode()
    assert "needs_opened_total 1.0" in text
    assert "python_info" in text
