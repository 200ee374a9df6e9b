"""Reading IATI activity files that anybody may have written: bounded, without entities, one activity at a time."""
