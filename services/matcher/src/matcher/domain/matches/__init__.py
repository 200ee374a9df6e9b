"""The life of a match: from a proposal between a need and an offer to the State's evaluation of what it received."""
