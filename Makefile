# The targets do their own set-up: `make run` and `make test` work in a fresh clone.

PYTHON ?= python3
RAW ?= raw
OUTPUT ?= output
VENV := .venv
BIN := $(VENV)/bin
PEERS := .venv-bench
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
INSTALL := $(PIP) install --require-hashes --no-deps --no-build-isolation
LOCK := $(BIN)/python -m uv pip compile --quiet --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-header

.DEFAULT_GOAL := help
.PHONY: help run test quality faults train bench bench-run lint format map verify open lock clean

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(VENV)/run  ## publish a release from raw/ (RAW=, OUTPUT= for others)
	@$(BIN)/zhibiao run $(RAW) --output $(OUTPUT) || { status=$$?; [ $$status -eq 3 ] || exit $$status; }

test: $(VENV)/dev  ## run all tests
	@$(BIN)/python -m pytest

faults: $(VENV)/dev  ## kill, interrupt, starve and race runs, and show that nothing is lost
	@ZHIBIAO_TEST_KILLS=50 $(BIN)/python -m pytest -m "" --timeout 3000 --durations 0 -rP \
		tests/test_faults.py tests/test_stages.py tests/test_together.py tests/test_deploy.py \
		tests/commands/test_killed_schedule.py
	@$(BIN)/python -m tests.fuzz 300
	@$(BIN)/python -m tests.ingest.fuzz 300

quality: $(VENV)/dev  ## figures on gold beside their floors
	@$(BIN)/python -m tests.quality.measure

train: $(VENV)/train  ## make the reader's weights anew (GOLD= folders, TEXTS= files without answers)
	@$(BIN)/python -m flows.extract.reader.train --gold $(GOLD) --texts $(TEXTS)

bench: $(VENV)/dev $(PEERS)/peers  ## speed beside other systems (TEXT=, BENCH= for more options)
	@$(BIN)/python -m tests.benchmarks.race $(TEXT) --peers $(PEERS)/bin/python --out $(OUTPUT)/bench $(BENCH)

bench-run: $(VENV)/dev  ## speed of whole runs and of starting (TEXT=, BENCH= for more options)
	@$(BIN)/python -m tests.benchmarks.runs $(TEXT) --out $(OUTPUT)/bench $(BENCH)

lint: $(VENV)/dev  ## ruff, mypy --strict and the layers of import-linter
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: $(VENV)/dev  ## let ruff put the code in order
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

map: $(VENV)/dev  ## draw the rooms from their imports and the tables from schemas/, for docs/
	@$(BIN)/python -m tests.house
	@$(BIN)/python -m tests.diagram

verify: $(VENV)/run  ## check the latest release against itself and against raw/
	@$(BIN)/zhibiao verify $(OUTPUT)/latest --raw $(RAW)

open: $(VENV)/run  ## show the catalogue of the latest release in the browser
	@$(BIN)/zhibiao open --output $(OUTPUT)

lock: $(VENV)/dev  ## write the lock files anew from pyproject.toml
	@$(LOCK) --group build --output-file requirements-build.lock
	@$(LOCK) pyproject.toml --constraint requirements-build.lock --output-file requirements.lock
	@$(LOCK) pyproject.toml --all-extras --group dev --constraint requirements.lock \
		--constraint requirements-build.lock --output-file requirements-dev.lock
	@$(LOCK) --group bench --output-file requirements-bench.lock

clean:  ## remove the environment and the caches, not the releases
	rm -rf $(VENV) $(PEERS) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# What stands for an environment that is ready is a file in it that is newer than its lock file.
# jieba comes as source alone, so the tools that build it are locked too, and installed first.
$(VENV)/run: requirements-build.lock requirements.lock pyproject.toml
	@echo "setting up $(VENV), once; it takes about a minute"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "zhibiao needs Python 3.11 or newer; name one with make PYTHON=python3.13")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(INSTALL) -r requirements-build.lock
	@$(INSTALL) -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev: $(VENV)/run requirements-dev.lock
	@$(INSTALL) -r requirements-dev.lock
	@touch $@

# PyTorch comes in one build for each kind of machine, so its group is not locked by hash.
$(VENV)/train: $(VENV)/dev
	@$(PIP) install $$($(BIN)/python -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["dependency-groups"]["train"])')
	@touch $@

# The peers pin what they like, so they stand apart; one that cannot be installed is skipped with a word.
$(PEERS)/peers: requirements-build.lock requirements-bench.lock
	@echo "setting up $(PEERS), once"
	@test -x $(PEERS)/bin/python || $(PYTHON) -m venv $(PEERS)
	@$(subst $(BIN),$(PEERS)/bin,$(INSTALL)) -r requirements-build.lock
	@$(subst $(BIN),$(PEERS)/bin,$(INSTALL)) -r requirements-bench.lock || \
		echo "not all peers could be installed; those that are missing are skipped"
	@touch $@
