"""HTTP as every Accord service speaks it: RFC 9457 problems, keyset pages, ETags, idempotency keys, health."""
