"""The accord command: the whole of Accord on one machine, from PyPI alone."""
