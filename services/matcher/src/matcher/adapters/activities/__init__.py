"""The register of running activities, and the evidence drawn from it."""
