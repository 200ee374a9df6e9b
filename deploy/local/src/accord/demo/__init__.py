"""The life of a match played on the sample, each step through the services' own APIs, as the parties themselves."""
