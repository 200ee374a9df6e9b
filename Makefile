# The one command surface. `make run` and `make test` are all a new machine needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(BIN)/uv
SERVICES := needs offers matcher
MEMBERS := shared $(SERVICES:%=services/%) deploy/local
INSTALLED := $(VENV)/.installed

# Dozens of processes start here; without compiled files each would compile everything anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: install run test check audit fuzz guard resilience bench contracts secrets lock clean

install: $(INSTALLED)

$(UV):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Accord needs Python 3.11 or later; set PYTHON=/path/to/python3.11"; exit 1; }
	@if [ ! -x $(BIN)/python ]; then $(PYTHON) -m venv $(VENV); fi
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv

$(INSTALLED): $(UV) requirements.lock pyproject.toml $(MEMBERS:%=%/pyproject.toml)
	@$(UV) pip sync --quiet --compile-bytecode --python $(BIN)/python --require-hashes requirements.lock
	@$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation $(MEMBERS:%=-e ./%)
	@touch $@

run: install
	@$(BIN)/accord up --sample

test: install
	@$(BIN)/python -m pytest -n 2 --dist loadgroup -q

check: install
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/pyright --warnings
	@$(BIN)/lint-imports
	@$(BIN)/python -m shared.contracts check
	@for name in $(SERVICES); do $(BIN)/accord-$$name openapi | cmp -s - services/$$name/openapi.json || \
	  { echo "services/$$name/openapi.json is out of date: run \`make contracts\`"; exit 1; }; done
	@$(BIN)/python -m tests.support.audit --if-answered

# Known holes in what is locked; fails where no source of advisories answers, for then nothing was audited.
audit: install
	@$(BIN)/python -m tests.support.audit

contracts: install
	@$(BIN)/python -m shared.contracts write
	@for name in $(SERVICES); do $(BIN)/accord-$$name openapi > services/$$name/openapi.new && \
	  mv services/$$name/openapi.new services/$$name/openapi.json || exit 1; done

# What `make test` does in small: every generated call, and every route, reader and record there is.
fuzz: install
	@$(BIN)/python -m tests.support.fuzzing --calls 20000

guard: install
	@ACCORD_WALK=full ACCORD_CRAWL=full ACCORD_HOSTILE=full $(BIN)/python -m pytest -q -s --timeout 900 \
	  tests/integration/test_policy_walk.py tests/integration/test_secrets_are_kept.py \
	  tests/integration/test_hostile_requests.py

# Everything that can die or stand still does, under load, on three brokers; prints its table, fails on any loss.
resilience: install
	@$(BIN)/python -m tests.support.campaign

bench: install
	@$(UV) pip install --quiet --python $(BIN)/python --require-hashes -r tests/benchmarks/requirements.lock
	@$(BIN)/python -m tests.benchmarks $(ARGS)

secrets:
	@deploy/docker/make_secrets.sh

lock: $(UV)
	@$(UV) pip compile --quiet --universal --generate-hashes --python-version 3.11 --upgrade \
	  --custom-compile-command "make lock" \
	  --no-emit-package accord-shared --no-emit-package accord-needs --no-emit-package accord-offers \
	  --no-emit-package accord-matcher --no-emit-package accord-local \
	  $(MEMBERS:%=%/pyproject.toml) --group pyproject.toml:dev -o requirements.lock
	@$(UV) pip compile --quiet --universal --generate-hashes --python-version 3.11 \
	  --custom-compile-command "make lock" --no-annotate --constraints requirements.lock \
	  --group pyproject.toml:bench -o tests/benchmarks/requirements.lock
	@for name in $(SERVICES); do $(UV) pip compile --quiet --universal --generate-hashes --python-version 3.13 \
	  --custom-compile-command "make lock" --no-annotate --constraints requirements.lock \
	  --no-emit-package accord-shared \
	  shared/pyproject.toml services/$$name/pyproject.toml -o deploy/docker/$$name.lock || exit 1; done

clean:
	@if [ -x $(BIN)/accord ]; then $(BIN)/accord down; fi
	@rm -rf $(VENV) .accord .bench .pytest_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
