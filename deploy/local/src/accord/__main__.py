"""`python -m accord`: the same as the command `accord`."""

from accord.command_line import app

app()
