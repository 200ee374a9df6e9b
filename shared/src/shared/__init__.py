"""Accord's shared package: the published language and the mechanisms that every service uses."""
