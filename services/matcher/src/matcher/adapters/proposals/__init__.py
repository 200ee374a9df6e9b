"""Proposals kept: what an adopted round led to."""
