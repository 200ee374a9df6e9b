"""How large a change is where no number says it; only the order matters, and ADR 0014 says why it is this one."""

from typing import Final

DECLARATION: Final = 100
"""To declare a condition as met, to show the need to donors: a word is enough."""

RESUMPTION: Final = 200
"""To open again what was paused, to apply through another kind of applicant, to lift a condition."""

NEIGHBOUR: Final = 200
"""To widen a category to the one that contains it and its neighbours."""

ANOTHER_FORM: Final = 300
"""To give or accept another form of help."""

ELIGIBILITY: Final = 300
"""To name a group or a State next door; up to twice that to name one afar, three times to lift an exclusion."""

REFUSAL: Final = 500
"""To withdraw a refusal."""

RETURN: Final = 900
"""To open again what was closed, or is covered."""

ANOTHER_SUBJECT: Final = 900
"""To offer something else besides."""
