"""Running activities of donors, from JSONL or IATI 2.03 files into the matcher's register."""
