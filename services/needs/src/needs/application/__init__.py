"""What can be done to a need: one use case a file, each of which decides rights, acts and commits."""
