"""How the matcher keeps its copies of needs and offers, and the candidates it found."""
