"""What the matcher does: takes in needs and offers, and finds their candidates again."""
