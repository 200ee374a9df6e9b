"""IATI files in a few lines: good ones, and those that somebody might send to do harm."""

from collections.abc import Mapping

TITLE = "<title><narrative>Destruction of surplus small arms and PSSM training</narrative></title>"
PARTS: Mapping[str, str] = {
    "identifier": "<iati-identifier>XX-1-001</iati-identifier>",
    "reporter": '<reporting-org ref="XX-1" type="10"><narrative>Federal Office</narrative></reporting-org>',
    "title": TITLE,
    "description": "",
    "donor": '<participating-org role="1" type="10"><narrative>Germany</narrative></participating-org>',
    "status": '<activity-status code="2"/>',
    "dates": '<activity-date type="1" iso-date="2025-01-01"/><activity-date type="2" iso-date="2025-03-01"/>'
    '<activity-date type="3" iso-date="2027-12-31"/>',
    "places": '<recipient-country code="BF" percentage="60"/><recipient-country code="ML" percentage="40"/>',
    "sectors": '<sector code="15240" percentage="75"/><sector vocabulary="1" code="15220" percentage="25"/>',
    "money": '<budget type="1"><period-start iso-date="2025-01-01"/><period-end iso-date="2025-12-31"/>'
    '<value value-date="2025-01-01">620000</value></budget>',
}


def activity(attributes: str = 'default-currency="EUR" xml:lang="en"', **changes: str) -> str:
    """Return one activity; each change replaces one of its parts."""
    return f"<iati-activity {attributes}>{''.join({**PARTS, **changes}.values())}</iati-activity>"


def iati_file(*activities: str, version: str = "2.03", before: str = "") -> bytes:
    """Return a whole file."""
    root = f'<iati-activities version="{version}">'
    lines = ('<?xml version="1.0" encoding="UTF-8"?>', before.rstrip(), root, *activities, "</iati-activities>")
    return "\n".join(line for line in lines if line).encode()


BILLION_LAUGHS = """<!DOCTYPE lolz [
<!ENTITY lol "lol">
<!ENTITY lol1 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;">
<!ENTITY lol2 "&lol1;&lol1;&lol1;&lol1;&lol1;&lol1;&lol1;&lol1;&lol1;&lol1;">
<!ENTITY lol3 "&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;">
]>
"""
LOCAL_FILE = '<!DOCTYPE a [<!ENTITY secret SYSTEM "file:///etc/hostname">]>\n'
PARAMETER_ENTITY = '<!DOCTYPE a [<!ENTITY % more SYSTEM "http://127.0.0.1:9/evil.dtd"> %more;]>\n'
EXTERNAL_DTD = '<!DOCTYPE iati-activities SYSTEM "http://127.0.0.1:9/evil.dtd">\n'
HIDDEN_IN_A_COMMENT = "<!-- nothing here -->\n<?target data?>\n" + LOCAL_FILE
