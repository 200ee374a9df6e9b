"""Builds the gazetteer from the data files of this package, once for each process."""

from functools import cache

from shared.geography.data_files import read_areas, read_memberships, read_states
from shared.geography.faults import geography_faults
from shared.geography.gazetteer import Geography
from shared.vocabulary.faults import refuse


@cache
def load_geography() -> Geography:
    """Return the one gazetteer of this process; BrokenReferenceDataError if its files break a rule."""
    states, areas, memberships = read_states(), read_areas(), read_memberships()
    refuse(geography_faults(states, areas, memberships))
    return Geography(states, areas, memberships)
