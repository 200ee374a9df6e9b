"""What matching stands on besides the records: exchange rates and scoring profiles."""
