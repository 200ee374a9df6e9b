"""The matcher's clock: it finds the matches whose stage is near its end or past it, by the database's time."""
