"""What any statement keeps to, be it a need or an offer: plain Python that both domains build their rules from.

Each rule yields all its problems, each at a JSON Pointer (RFC 6901) into the request document.
"""
