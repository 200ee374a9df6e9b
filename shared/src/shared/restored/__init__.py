"""A database that was restored from an older backup: what the topics know better, and how they are told the truth."""
