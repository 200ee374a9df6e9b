"""A pytest plugin: `--dist loadgroup` keeps groups together again.

pytest-xdist 3.8 writes the group of a test to an attribute that pytest 9.2 no longer reads (pytest-xdist
issue 1386), so that every worker would start every heavy broker. Goes when pytest-xdist does it itself.
"""

import pytest


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give each test the name, with its group, that pytest-xdist meant it to have."""
    for item in items:
        named = vars(item).get("_nodeid")
        if named is not None and named != item.nodeid:
            item._id = type(item.id).parse(named)
