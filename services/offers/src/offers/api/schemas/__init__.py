"""The documents that the offers API takes and gives."""
