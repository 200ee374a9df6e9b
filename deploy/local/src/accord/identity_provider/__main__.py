"""`python -m accord.identity_provider --host 127.0.0.1 --port 9400 --data-dir .accord/identity`."""

import sys

from accord.identity_provider.serving import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
