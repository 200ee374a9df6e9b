"""Goes through an IATI file activity by activity; what was read is let go, so that memory stays bounded."""

from collections.abc import Callable, Iterator
from typing import Any, BinaryIO, Final

from lxml import etree

from accord.activities.found import Bad, Entry, Found, NotOurs
from accord.activities.iati.elements import Element, plain_text
from accord.activities.iati.guard import PROLOG_BYTES, BoundedStream, check_prolog
from accord.failures import CommandFailed
from accord.records.record import BadRecord

VERSIONS: Final = frozenset({"2.01", "2.02", "2.03"})
"""The versions whose activities are written alike."""

Convert = Callable[[Element, Element], dict[str, Any] | None]
"""From an activity and the root, whose defaults it inherits, to a document; None = not ours."""


def read_activities(stream: BinaryIO, convert: Convert) -> Iterator[Entry]:
    """Return what becomes of each activity; CommandFailed for a file that is not IATI 2.03 or breaks a bound.

    No entity is resolved, no declaration loaded, no network asked; the parser's own limits on depth and text stand.
    """
    check_prolog(stream.read(PROLOG_BYTES))
    stream.seek(0)
    bounded = BoundedStream(stream)
    parser = etree.iterparse(
        bounded,
        events=("start", "end"),
        resolve_entities=False,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        yield from _entries(parser, bounded, convert)
    except etree.XMLSyntaxError as error:
        yield Bad(error.lineno or 0, "?", "(the file)", f"not well-formed XML from here on: {error.msg}")


def _entries(parser: Any, bounded: BoundedStream, convert: Convert) -> Iterator[Entry]:
    root: Any = None
    for event, element in parser:
        if root is None:
            _check_root(element)
            root = element
        elif event == "end" and element.getparent() is root:
            if element.tag == "iati-activity":
                yield _entry(element, root, convert)
            bounded.one_done()
            element.clear()
            while element.getprevious() is not None:
                del root[0]


def _entry(activity: Element, root: Element, convert: Convert) -> Entry:
    line = activity.sourceline or 0
    try:
        document = convert(activity, root)
    except BadRecord as error:
        return Bad(line, plain_text(activity.find("iati-identifier")) or "?", error.field, error.expected)
    return NotOurs(line) if document is None else Found(line, document)


def _check_root(root: Any) -> None:
    if root.getroottree().docinfo.internalDTD is not None:
        raise CommandFailed("the file has a document type declaration, which Accord refuses")
    if root.tag != "iati-activities":
        raise CommandFailed(f"expected IATI activities (the root <iati-activities>), got <{root.tag}>")
    version = root.get("version")
    if version not in VERSIONS:
        raise CommandFailed(f"expected IATI version 2.03 (or 2.01, 2.02), got {version!r}")
