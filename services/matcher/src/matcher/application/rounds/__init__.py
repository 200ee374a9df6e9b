"""What coordinators do with allocation rounds: ask for one, cancel it, take over what it came to."""
