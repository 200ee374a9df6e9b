"""What a need is and which rules it keeps, in plain Python: no framework, no SQL, no clock of its own."""
