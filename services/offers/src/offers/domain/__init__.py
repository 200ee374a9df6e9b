"""Offers as donors make them: plain Python that knows no framework, no SQL and no wire format."""
