"""A process of the campaign lives by a clock that a file sets, also while it runs."""

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from shared.clock import system_clock
from tests.support.processes import run

TELLS_THE_TIME = """
import sys, time
from pathlib import Path
from shared.clock import system_clock
from shared.identifiers import new_id
print(system_clock().timestamp(), (new_id().int >> 80) / 1000)
Path(sys.argv[1]).write_text("4e9")
while system_clock().year < 2100:
    time.sleep(0.01)
"""
"""Says which time it is, and which its ids say it is; ends only when its clock is set to another century."""


def test_a_clock_is_wrong_by_what_its_file_says_and_follows_it(tmp_path: Path) -> None:
    ahead = tmp_path / "ahead"
    ahead.write_text("-3600")
    (tmp_path / "tells_the_time.py").write_text(TELLS_THE_TIME)
    command = [sys.executable, "-m", "tests.support.campaign.clocked", ahead, "tells_the_time", ahead]
    said = run(["/usr/bin/env", f"PYTHONPATH={tmp_path}", *command], within=30).split()
    an_hour_ago = system_clock() - timedelta(hours=1)
    for seconds in said:
        assert abs(datetime.fromtimestamp(float(seconds), UTC) - an_hour_ago) < timedelta(seconds=30)
    assert len(said) == 2
