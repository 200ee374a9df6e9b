"""The matcher's settings: `ACCORD_*` in the environment, or files."""

from shared.settings import ServiceSettings


class MatcherSettings(ServiceSettings):
    """Settings of the matcher."""

    service_name: str = "matcher"
