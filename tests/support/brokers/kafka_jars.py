"""The jars of Apache Kafka, fetched once by Maven into the repository's own cache."""

from pathlib import Path

from tests.support.brokers.kafka_settings import VERSION
from tests.support.jvm import fetch, java_for, made_once
from tests.support.source_tree import ROOT

_PART = "Apache Kafka on this machine's JVM"
_CACHE = ROOT / ".cache" / "kafka"
_POM = Path(__file__).with_name("kafka-pom.xml")
_FETCHING_SECONDS = 100.0


def java() -> str:
    """Return the Java launcher; without one that can run Kafka the test is not runnable."""
    return java_for(_PART)


def jars() -> Path:
    """Return the folder of the jars."""
    return made_once(_CACHE / VERSION, _fetched)


def _fetched(scratch: Path) -> Path:
    goal = ["dependency:copy-dependencies", "-DincludeScope=runtime", f"-DoutputDirectory={scratch}/jars"]
    fetch(_PART, ["--file", str(_POM), f"-Dkafka.version={VERSION}", *goal], within=_FETCHING_SECONDS)
    return scratch / "jars"
