"""`python -m tests.support.policy [FILE]`: writes the policy into docs/policy.md."""

import sys
from pathlib import Path
from typing import Final

from tests.support.policy.document import policy_markdown

PAGE: Final = Path(__file__).parents[3] / "docs/policy.md"

if __name__ == "__main__":
    Path(sys.argv[1] if len(sys.argv) > 1 else PAGE).write_text(policy_markdown(), encoding="utf-8")
