"""JSON Pointers (RFC 6901), which say where in a body a field stands."""

from collections.abc import Sequence


def json_pointer(path: Sequence[str | int]) -> str:
    """Return the pointer to a member, such as `/components/0/quantity`; the whole document is the empty text."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in path)
