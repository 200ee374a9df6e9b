"""The offers service's settings: `ACCORD_*` in the environment, or files."""

from shared.settings import ServiceSettings


class OffersSettings(ServiceSettings):
    """Settings of the offers service."""

    service_name: str = "offers"
