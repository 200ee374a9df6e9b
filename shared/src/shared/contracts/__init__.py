"""The published language as documents: AsyncAPI 3 and JSON Schemas, generated, committed and kept compatible."""
