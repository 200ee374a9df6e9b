"""The size budget: what fits on a screen can be read; a test's file may be longer, for it is a list of sentences."""

from dataclasses import dataclass
from statistics import median, quantiles

import pytest

from tests.support.source_tree import SOURCES, Module, modules_in


@dataclass(frozen=True)
class Budget:
    """Most lines: of any, of 95 in 100, of half."""

    longest: int
    most_of_them: int
    half_of_them: int

    def overruns(self, sizes: dict[str, int]) -> list[str]:
        """Return one sentence for each limit that is broken, naming who breaks it."""
        by_size = sorted(sizes, key=lambda place: -sizes[place])
        found = [f"{place} has {sizes[place]} lines, {self.longest} are allowed" for place in by_size]
        found = found[: sum(size > self.longest for size in sizes.values())]
        nineteen_of_twenty, half = quantiles(sizes.values(), n=20)[-1], median(sizes.values())
        if nineteen_of_twenty > self.most_of_them:
            longest = ", ".join(by_size[: max(1, len(by_size) // 20)])
            found.append(f"the 95th percentile is {nineteen_of_twenty:.0f}, allowed {self.most_of_them}: {longest}")
        if half > self.half_of_them:
            found.append(f"the median is {half:.0f}, allowed {self.half_of_them}")
        return found


FILES = Budget(longest=300, most_of_them=200, half_of_them=80)
FUNCTIONS = Budget(longest=50, most_of_them=30, half_of_them=10)
TEST_FILES = Budget(longest=300, most_of_them=270, half_of_them=120)
TEST_FUNCTIONS = Budget(longest=50, most_of_them=25, half_of_them=10)


def file_sizes(modules: tuple[Module, ...]) -> dict[str, int]:
    return {module.path: module.lines for module in modules}


def function_sizes(modules: tuple[Module, ...]) -> dict[str, int]:
    return dict(function for module in modules for function in module.functions())


def test_source_files_keep_their_budget() -> None:
    assert FILES.overruns(file_sizes(modules_in(*SOURCES))) == []


def test_source_functions_keep_their_budget() -> None:
    assert FUNCTIONS.overruns(function_sizes(modules_in(*SOURCES))) == []


def test_test_files_keep_their_budget() -> None:
    assert TEST_FILES.overruns(file_sizes(modules_in("tests"))) == []


def test_test_functions_keep_their_budget() -> None:
    assert TEST_FUNCTIONS.overruns(function_sizes(modules_in("tests"))) == []


@pytest.mark.parametrize(
    ("sizes", "complaint"),
    [
        ([301, *[1] * 99], "0 has 301 lines"),
        ([*[201] * 10, *[1] * 90], "95th percentile"),
        ([*[81] * 51, *[1] * 49], "median"),
    ],
)
def test_each_limit_is_held(sizes: list[int], complaint: str) -> None:
    [found] = FILES.overruns({str(number): size for number, size in enumerate(sizes)})
    assert complaint in found


def test_a_function_is_measured_from_its_first_line_to_its_last() -> None:
    text = "class A:\n    async def f(self) -> None:\n        if True:\n            pass\n"
    assert dict(Module("a.py", text).functions()) == {"a.py:2 f": 3}
