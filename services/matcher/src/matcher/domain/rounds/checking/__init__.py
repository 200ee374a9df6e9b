"""The parts of the checker: sums of their own, made from the records and in exact fractions."""
