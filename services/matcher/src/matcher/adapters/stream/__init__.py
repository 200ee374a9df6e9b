"""What happens to matches, numbered in the order of commits, for readers who follow it live."""
