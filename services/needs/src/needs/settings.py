"""The needs service's settings: `ACCORD_*` in the environment, or files."""

from shared.settings import ServiceSettings


class NeedsSettings(ServiceSettings):
    """Settings of the needs service."""

    service_name: str = "needs"
