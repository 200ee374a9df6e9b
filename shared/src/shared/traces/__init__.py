"""Traces: one for everything that follows from one request, through outbox, Kafka and inbox, in every service."""
