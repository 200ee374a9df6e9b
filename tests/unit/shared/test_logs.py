import io
import json
import logging
from collections.abc import Generator
from typing import Any

import pytest
import structlog
from structlog.testing import capture_logs

from shared.logs import configure_logging, correlated
from tests.support.kept_logging import logged_by, logging_kept


@pytest.fixture
def output() -> Generator[io.StringIO]:
    """What a service logs."""
    with logged_by("needs", "INFO") as said:
        yield said


def only_line(output: io.StringIO) -> dict[str, Any]:
    (line,) = output.getvalue().splitlines()
    return json.loads(line)


def test_a_record_is_one_line_of_json_with_its_origin(output: io.StringIO) -> None:
    structlog.get_logger("needs.application").info("need_opened", need="7")
    line = only_line(output)
    assert (line["event"], line["need"], line["service"]) == ("need_opened", "7", "needs")
    assert (line["level"], line["logger"]) == ("info", "needs.application")


def test_times_are_utc(output: io.StringIO) -> None:
    structlog.get_logger().info("tick")
    assert only_line(output)["timestamp"].endswith("Z")


@pytest.mark.parametrize("name", ["uvicorn", "uvicorn.error", "sqlalchemy.pool", "aiokafka.consumer", "anything"])
def test_the_standard_librarys_records_look_the_same(output: io.StringIO, name: str) -> None:
    logging.getLogger(name).warning("leader %s lost", "b-1")
    line = only_line(output)
    assert (line["event"], line["logger"], line["level"]) == ("leader b-1 lost", name, "warning")
    assert (line["service"], "timestamp" in line) == ("needs", True)


def test_terminal_colours_do_not_reach_the_log(output: io.StringIO) -> None:
    logging.getLogger("uvicorn.error").warning("started", extra={"color_message": "\x1b[1mstarted"})
    assert "color_message" not in only_line(output)


@pytest.mark.parametrize("name", ["uvicorn.access", "sqlalchemy.engine", "aiokafka", "httpx"])
def test_what_would_write_queries_and_parameters_is_silent(output: io.StringIO, name: str) -> None:
    logging.getLogger(name).info("GET /needs?contact=fatou")
    assert output.getvalue() == ""


def test_records_below_the_level_are_left_out(output: io.StringIO) -> None:
    structlog.get_logger().debug("detail")
    assert output.getvalue() == ""


@pytest.mark.parametrize("logger", [structlog.get_logger("a"), logging.getLogger("b")])
def test_every_line_of_a_request_carries_its_ids(output: io.StringIO, logger: Any) -> None:
    with correlated("abc-1", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"):
        logger.info("inside")
    line = only_line(output)
    assert (line["correlation_id"], line["trace_id"]) == ("abc-1", "0af7651916cd43dd8448eb211c80319c")


def test_inner_ids_give_way_to_outer_ones_again(output: io.StringIO) -> None:
    with correlated("outer"):
        with correlated("inner"):
            pass
        structlog.get_logger().info("after")
    assert only_line(output)["correlation_id"] == "outer"


@pytest.mark.parametrize(
    "key",
    ["authorization", "password", "token", "access_token", "email", "contactEmail", "phone", "contact", "Set-Cookie"],
)
def test_values_under_sensitive_names_are_blanked(output: io.StringIO, key: str) -> None:
    structlog.get_logger().info("sign_in", **{key: "s3cret-value"})
    assert "s3cret-value" not in output.getvalue()
    assert only_line(output)[key] == "[redacted]"


def test_sensitive_names_are_found_inside_structures(output: io.StringIO) -> None:
    structlog.get_logger().info("import", rows=[{"state": "MLI", "contact": {"name": "Fatou"}}])
    assert only_line(output)["rows"] == [{"state": "MLI", "contact": "[redacted]"}]


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("cannot connect to postgresql+asyncpg://needs:opensesame@db/needs", "opensesame"),
        ("header was Bearer eyJhbGciOiJFUzI1NiJ9.e30.c2ln", "eyJhbGciOiJFUzI1NiJ9"),
        ("Key (email)=(fatou.k@example.org) already exists", "fatou.k@example.org"),
    ],
)
def test_what_looks_like_a_secret_is_blanked_in_any_text(output: io.StringIO, text: str, secret: str) -> None:
    logging.getLogger("asyncpg").error("%s", text)
    assert secret not in output.getvalue()
    assert "[redacted]" in output.getvalue()


def test_words_that_only_resemble_sensitive_names_are_kept(output: io.StringIO) -> None:
    structlog.get_logger().info("counted", contacted_states=7, tokenised="no")
    assert (only_line(output)["contacted_states"], only_line(output)["tokenised"]) == (7, "no")


def test_an_exception_is_told_with_its_trace_and_without_local_values(output: io.StringIO) -> None:
    def fail() -> None:
        local_value = "opensesame"
        raise RuntimeError(len(local_value))

    try:
        fail()
    except RuntimeError:
        structlog.get_logger().exception("failed")
    assert "RuntimeError: 10" in only_line(output)["exception"]
    assert "= 'opensesame'" not in only_line(output)["exception"]


def test_names_of_every_script_stay_readable(output: io.StringIO) -> None:
    structlog.get_logger().info("state_named", name="Côte d'Ivoire, 中国, مالي")
    assert "Côte d'Ivoire, 中国, مالي" in output.getvalue()


def test_a_test_that_configures_logging_leaves_the_next_one_as_it_was() -> None:
    talkative = logging.getLogger("aiokafka")
    before = (talkative.level, talkative.propagate, logging.getLogger().handlers[:])
    with logging_kept():
        configure_logging("needs", "ERROR")
    assert (talkative.level, talkative.propagate, logging.getLogger().handlers) == before
    with capture_logs() as said:
        structlog.get_logger().debug("heard")
    assert [line["event"] for line in said] == ["heard"]
