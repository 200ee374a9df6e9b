"""What a fault says that cannot happen on this machine: the table tells it, and nobody takes it for passed."""


class NotRunHereError(Exception):
    """Something that the fault needs is missing here; the text names it in one clause."""
