"""Whether a process sends traces, as its settings say."""

from contextlib import AbstractContextManager, nullcontext

from shared.settings_traces import TraceSettings


def traces_of(service: str, part: str, settings: TraceSettings) -> AbstractContextManager[None]:
    """Return the block in which the process runs; where no endpoint is set, nothing of it is even loaded."""
    if settings.otlp_endpoint is None:
        return nullcontext()
    from shared.traces import exporting  # noqa: PLC0415 - 7 MB and some tenths of a second, for those who want traces

    provider = exporting.provider_of(service, part, settings.trace_ratio)
    return exporting.exporting(provider, exporting.collector_at(settings.otlp_endpoint))
