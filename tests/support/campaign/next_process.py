"""`python -m tests.support.campaign.next_process FILE MODULE [ARGUMENT ...]`: a part as its next version would run.

Every event that it writes says more than this version knows; its clock is set as that of the other parts.
"""

import json

from shared.events.envelope import Envelope
from tests.support.campaign import clocked

MORE = {"next_field": {"said": "more"}, "next_rank": 7}
"""What the next version adds to every event."""
_payload = Envelope.payload


def payload_of_the_next_version(self: Envelope) -> bytes:
    """Return the event's data with what the next version adds."""
    return json.dumps(json.loads(_payload(self)) | MORE).encode()


if __name__ == "__main__":
    Envelope.payload = payload_of_the_next_version
    clocked.main()
