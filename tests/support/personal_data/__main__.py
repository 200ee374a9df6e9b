"""`python -m tests.support.personal_data`: writes what the services hold into docs/personal-data.md."""

from tests.support.personal_data.page import write

if __name__ == "__main__":
    write()
