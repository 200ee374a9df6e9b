"""Counting matches and measuring their times, among those that the reader may know of."""
