"""What a statement of an offer must keep to; every rule yields all its problems, so that one answer names them all.

Each problem stands at a JSON Pointer (RFC 6901) into the request document, whose fields are those of OfferDetails.
"""
