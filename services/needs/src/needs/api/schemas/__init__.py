"""The documents that the needs API takes and gives."""
