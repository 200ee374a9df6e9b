"""What ends a command with a sentence and exit code 1 instead of a traceback."""


class CommandFailed(Exception):
    """The command cannot go on; the message says why and what to do."""
