"""The documents that the matcher's API gives."""
