"""What makes a process of Accord: a service's definition, its parts, and its commands."""
