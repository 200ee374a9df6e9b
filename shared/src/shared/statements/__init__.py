"""The parts that a statement of a need and one of an offer have alike, as plain immutable values."""
