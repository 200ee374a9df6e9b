"""The offers service: what donors put at disposal, and the ledger of it."""
