"""The dialogue on a match: what its parties and the coordinators write to each other."""
