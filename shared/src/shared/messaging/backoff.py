"""How long to wait after failures: twice as long each time, up to a longest pause."""


def pause_after(failures: int, *, first: float, longest: float) -> float:
    """Return the pause in seconds after that many failures in a row: `first` after one (and after none)."""
    doublings = min(max(failures - 1, 0), 32)
    return min(first * 2**doublings, longest)
