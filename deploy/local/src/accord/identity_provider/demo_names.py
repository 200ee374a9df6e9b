"""What the embedded stack's parts call each other before the provider; read by the command at each start."""

from typing import Final

DEMO_CLIENT: Final = "accord-demo"
"""The client of the command line, which gets a token for whomever it describes."""
SERVICES_CLIENT: Final = "accord-services"
"""The client as which the services ask about tokens; it has no grant, and so no token of its own."""
SECRET: Final = "demo"  # noqa: S105 - printed in the manual: the guard is the loopback address
NOTHING_ASKED: Final = "demo"
"""What `amr` says of a sign-in here: nobody was asked for anything. Only the embedded stack takes that for enough."""
