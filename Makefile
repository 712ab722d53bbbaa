# The only commands anyone needs; `make` alone lists them.

PYTHON ?= python3
UV ?= uv
VENV := .venv
CLIENTS := .venv-clients
PEERS := .venv-peers
SECONDS ?= 600
MEASURED := tests/unit tests/integration tests/functional
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
INSTALL := $(PIP) install --quiet --require-hashes
N ?= $(if $(filter %.py,$(T)),0,2)
PYTEST := $(BIN)/python -m pytest -n $(N)
DIST := warehouse/static/dist/manifest.json
CATALOGUES := warehouse/i18n/locale
STATIC := $(shell find warehouse/static/js warehouse/static/sass warehouse/static/images -type f)
COMPILE := $(UV) pip compile --quiet --universal --python-version 3.11 \
	--generate-hashes --no-header --no-annotate --no-strip-extras

# A Node.js of this machine that is recent enough comes first, then the wheel's.
WITH_NODE := \
	if ! node -e 'process.exit(process.versions.node.split(".")[0] < 20)' 2>/dev/null \
		|| ! command -v npm >/dev/null; then \
		test -x $(BIN)/npm || $(INSTALL) -r requirements/static.txt || exit 1; \
		PATH="$(CURDIR)/$(BIN):$$PATH"; \
	fi; \
	export PATH

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help serve tests second coverage browser clients drill inspect readmes fire oracle differential calls bench lint \
	reformat types snapshots static translations migration shell build check requirements

help:  ## list these
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' Makefile

serve: $(VENV)/.main $(DIST)  ## from nothing to a running index on localhost:8000 (ARGS="--port 8001")
	@$(BIN)/warehouse serve $(ARGS)

tests:  ## from nothing too: the suite in parallel, or T=one file
	@$(MAKE) --no-print-directory --jobs=2 $(VENV)/.tests $(CLIENTS)/.stamp
	@$(MAKE) --no-print-directory $(DIST)
	$(PYTEST) $(T)

second:  ## unit tests with another Python than .venv's (PYTHON=python3.13)
	@$(MAKE) --no-print-directory .venv-second/.tests VENV=.venv-second
	.venv-second/bin/python -m pytest -n $(N) tests/unit

coverage: $(VENV)/.tests $(DIST)  ## the domains at 100 % of lines, by the tests without clients and browsers
	@$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest -n $(N) $(MEASURED)
	@$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

browser: $(VENV)/.tests $(DIST)  ## a real Chromium over a running server
	$(PYTEST) -m "" tests/browser

clients: $(VENV)/.tests $(CLIENTS)/.stamp $(DIST)  ## real packaging clients against a running server, slow tests too
	$(PYTEST) -m "" tests/clients

drill: $(VENV)/.tests $(DIST)  ## start an index from a backup that is made during uploads, and compare (SECONDS=600)
	DRILL_SECONDS=$(SECONDS) $(BIN)/python -m pytest -n 0 tests/clients/test_drill.py

inspect: $(VENV)/.tests $(CLIENTS)/.stamp  ## inspect every installed distribution as a wheel and as an sdist
	$(BIN)/python -m pytest -n 0 -m "" tests/unit/scanning/test_archives.py

readmes: $(VENV)/.tests $(CLIENTS)/.stamp  ## report what pages do not show of installed descriptions
	$(BIN)/python -m pytest -n 0 -s -m "" tests/unit/packaging/test_installed_readmes.py

fire: $(VENV)/.tests $(DIST)  ## look for stale reads while everything is killed (SECONDS=600)
	FIRE_SECONDS=$(SECONDS) $(BIN)/python -m pytest -n 0 -m fire tests/fire

oracle: $(VENV)/.tests $(CLIENTS)/.stamp  ## look for archives that programs read in two ways (SECONDS=600)
	ORACLE_SECONDS=$(SECONDS) $(BIN)/python -m pytest -n 0 -m oracle tests/oracle

differential: $(VENV)/.tests  ## look for bytes in which h11 finds other requests (REQUESTS=100000)
	REQUESTS=$(or $(REQUESTS),100000) $(BIN)/python -m pytest -n 0 --timeout 7200 \
		tests/differential

calls: $(VENV)/.tests  ## call the management API by chance, and compare with its document (CALLS=20000)
	CALLS=$(or $(CALLS),20000) $(BIN)/python -m pytest -n 0 \
		tests/functional/api/management/test_generated.py

bench: $(VENV)/.tests $(PEERS)/.stamp $(DIST)  ## measure our server beside others, and print (ARGS="--help")
	@$(BIN)/python -m tests.benchmarks --peers $(PEERS) $(ARGS)

lint: $(VENV)/.lint  ## style, and that imports point inward
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

reformat: $(VENV)/.lint  ## put the code into its format
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

types: $(VENV)/.lint  ## mypy, strictly
	$(BIN)/mypy

snapshots: $(VENV)/.tests  ## rewrite the golden tables in tests/snapshots
	SNAPSHOTS=rewrite $(BIN)/python -m pytest -n 0 tests/architecture \
		tests/functional/admin/test_permissions.py

static: $(DIST)  ## build the style sheets and scripts

translations: $(VENV)/.main  ## bring the texts of code and templates into the catalogues
	@$(BIN)/pybabel --quiet extract --mapping-file warehouse/i18n/babel.cfg --omit-header \
		--add-location file --sort-by-file --output-file $(VENV)/messages.pot warehouse
	@$(BIN)/pybabel --quiet update --input-file $(VENV)/messages.pot \
		--output-dir $(CATALOGUES) --domain messages --no-fuzzy-matching --width 100 \
		--ignore-obsolete --ignore-pot-creation-date

migration: $(VENV)/.main  ## autogenerate a dated revision, M="add x"
	@test -n "$(M)" || { echo 'Say what it does: make migration M="add x"' >&2; exit 2; }
	$(BIN)/warehouse db revision -m "$(M)"

shell: $(VENV)/.main  ## a prompt with `request`
	@$(BIN)/warehouse shell

build:  ## the container images
	docker compose build

check:  ## exactly what continuous integration runs
	.ci/run

requirements:  ## compile the pins again from requirements/*.in
	@command -v $(UV) >/dev/null || { echo 'This needs uv: https://docs.astral.sh/uv/' >&2; exit 1; }
	$(COMPILE) requirements/main.in -o requirements.txt
	for set in embedded static tests lint clients peers; do \
		$(COMPILE) requirements/$$set.in -o requirements/$$set.txt || exit 1; done
	npm install --package-lock-only --omit-lockfile-registry-resolved --no-audit --no-fund

$(VENV)/.python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo '$(PYTHON) is missing or older than Python 3.11: install a newer one, or name it: make PYTHON=/path/to/python3.11' >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo '$(PYTHON) has no venv module: install it (on Debian: apt install python3-venv)' >&2; exit 1; }
	@echo 'Making $(VENV)'
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.main: requirements.txt requirements/embedded.txt setup.cfg setup.py | $(VENV)/.python
	@echo 'Installing what runs'
	@$(INSTALL) -r requirements.txt -r requirements/embedded.txt
	@$(PIP) install --quiet --no-deps --no-build-isolation --use-pep517 --editable .
	@touch $@

$(VENV)/.tests: requirements/tests.txt $(VENV)/.main
	@echo 'Installing what tests'
	@$(INSTALL) -r requirements/tests.txt
	@touch $@

$(VENV)/.lint: requirements/lint.txt $(VENV)/.tests
	@echo 'Installing what checks'
	@$(INSTALL) -r requirements/lint.txt
	@touch $@

# Packaging tools need other versions of what we use, so they live by themselves.
$(CLIENTS)/.stamp: requirements/clients.txt | $(VENV)/.python
	@echo 'Installing packaging clients'
	@$(PYTHON) -m venv $(CLIENTS)
	@$(CLIENTS)/bin/python -m pip --disable-pip-version-check --no-input install --quiet \
		--require-hashes -r requirements/clients.txt
	@touch $@

# So do the index servers that ours is measured beside.
$(PEERS)/.stamp: requirements/peers.txt | $(VENV)/.python
	@echo 'Installing other index servers'
	@$(PYTHON) -m venv $(PEERS)
	@$(PEERS)/bin/python -m pip --disable-pip-version-check --no-input install --quiet \
		--require-hashes -r requirements/peers.txt
	@touch $@

node_modules/.stamp: package.json package-lock.json | $(VENV)/.python
	@echo 'Installing what builds the static files'
	@$(WITH_NODE); npm ci --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel error
	@touch $@

$(DIST): node_modules/.stamp webpack.config.js $(STATIC)
	@echo 'Building the static files'
	@$(WITH_NODE); node node_modules/webpack/bin/webpack.js --mode production --stats errors-warnings
	@touch $@
