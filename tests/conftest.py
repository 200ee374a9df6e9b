"""What every test may ask for; each plugin says what it gives."""

pytest_plugins = [
    "pytester",
    "tests.support.not_run",
    "tests.support.figures",
    "tests.support.kept_logging",
    "tests.support.database_fixtures",
    "tests.support.broker_fixtures",
]
