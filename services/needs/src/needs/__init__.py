"""The needs service: what recipient States ask for, from draft to end."""
