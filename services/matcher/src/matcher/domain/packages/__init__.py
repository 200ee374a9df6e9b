"""Complementary offers for one need: few together that cover the most of it, and what makes the help last."""

from matcher.domain.packages.choosing import choose_packages
from matcher.domain.packages.facets import Facet
from matcher.domain.packages.flags import Flag, flags_of
from matcher.domain.packages.package import Covered, Gain, Package, Part, Path, Taken

__all__ = ["Covered", "Facet", "Flag", "Gain", "Package", "Part", "Path", "Taken", "choose_packages", "flags_of"]
