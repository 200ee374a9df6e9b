"""What can be said in numbers of how matches go: how many, how fast, and where they are lost."""
