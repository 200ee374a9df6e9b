"""The decision log in PostgreSQL: appended to, read under each reader's rights, and told of by checkpoints."""
