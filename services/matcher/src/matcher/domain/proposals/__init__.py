"""What is proposed: whether it may be today, and the records as they would be if all of it were given."""
