"""A pytest plugin: a test that configures logging, itself or through a command it runs, does so for itself alone."""

import io
import logging
from collections.abc import Generator
from contextlib import contextmanager

import pytest
import structlog

from shared.logs import configure_logging


@contextmanager
def logging_kept() -> Generator[None]:
    """Put structlog's configuration, and every standard logger known before, back afterwards."""
    before, known = structlog.get_config(), list(_known_loggers())
    kept = [(logger, logger.handlers[:], logger.level, logger.propagate) for logger in known]
    try:
        yield
    finally:
        structlog.configure(**before)
        for logger, handlers, level, propagate in kept:
            logger.handlers[:], logger.propagate = handlers, propagate
            if logger.level != level:
                logger.setLevel(level)


@contextmanager
def logged_by(service: str, level: str = "DEBUG") -> Generator[io.StringIO]:
    """Log as this service does, into a text."""
    said = io.StringIO()
    with logging_kept():
        configure_logging(service, level, stream=said)
        yield said


@pytest.fixture(autouse=True)
def _logging_of_one_test() -> Generator[None]:
    with logging_kept():
        yield


def _known_loggers() -> Generator[logging.Logger]:
    yield logging.getLogger()
    for logger in logging.root.manager.loggerDict.values():
        if isinstance(logger, logging.Logger):
            yield logger
