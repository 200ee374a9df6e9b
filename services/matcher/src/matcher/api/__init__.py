"""The matcher over HTTP: what was found, and why."""
