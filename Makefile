# Every target sets up what it needs: a virtual environment in .venv with the locked packages.
# PYTHON may name another interpreter (3.11 or newer): make test PYTHON=python3.13

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# Bots and tests start some hundred times; what Python compiled stays for the next start.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help rehearsal test check bench run docs lock clean

help:
	@echo "make rehearsal           a Slack-like workspace on this machine, with the bot in it"
	@echo "make rehearsal SCRIPT=1  plays one incident whole and prints where the document lies"
	@echo "make test                the tests"
	@echo "make check               format, lint, types, imports, tests, docs"
	@echo "make bench               the measured numbers beside their floors"
	@echo "make bench DATA=folder   the language guard on the labelled texts there"
	@echo "make run                 the bot against a real Slack (settings from the environment or .env)"

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Howbot needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) --version). Name another one: make PYTHON=python3.12 …"; exit 1; }
	@echo "Setting up: a virtual environment in $(VENV) (once, about a minute)"
	@$(PYTHON) -m venv $(VENV)
	@echo "Setting up: installing the locked packages"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@echo "Setting up: installing howbot itself"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(READY)

rehearsal: $(READY)
	@$(BIN)/python -m rehearsal $(if $(SCRIPT),--script,) $(ARGS)

test: $(READY)
	@$(BIN)/python -m pytest --numprocesses auto --dist worksteal $(ARGS)

check: $(READY)
	@echo "== format";  $(BIN)/ruff format --check --quiet .
	@echo "== lint";    $(BIN)/ruff check --quiet .
	@echo "== types";   $(BIN)/mypy
	@echo "== imports"; $(BIN)/lint-imports
	@echo "== docs";    $(BIN)/python -m docs.build --check
	@echo "== tests";   $(MAKE) --no-print-directory test

bench: $(READY)
	@$(BIN)/python -m benchmarks $(if $(DATA),--data $(DATA),) $(ARGS)

run: $(READY)
	@$(BIN)/howbot start

docs: $(READY)
	@$(BIN)/python -m docs.build

# Needs uv on the PATH; writes hashes and no addresses.
lock:
	uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --no-annotate \
		--python-version 3.11 --extra dev pyproject.toml -o requirements.lock

clean:
	rm -rf $(VENV) .rehearsal .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
