"""Delivery: outbox, relay, inbox and dead letters, so that nothing accepted is lost and each effect happens once."""
