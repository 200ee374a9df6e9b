"""The published language: CloudEvents whose data is one aggregate's full state."""
