"""Who is asking: OpenID Connect tokens turned into an Actor in one place."""
