"""What a statement of a need must keep to; every rule yields all its problems, so that one answer names them all."""
