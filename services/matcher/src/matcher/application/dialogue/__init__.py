"""Use cases of the dialogue on a match."""
