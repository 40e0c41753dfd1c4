# Two commands do everything: `make demo` and `make test`. Everything is installed into .venv.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
SERVE ?= 1
PACKAGES ?=
# Tests take half the time in two processes; more of them want some 2 GB each.
TEST_PROCESSES ?= 2
PIP := $(BIN)/python -m pip --disable-pip-version-check
SERVE_READY := $(VENV)/.ready-serve
DEV_READY := $(VENV)/.ready-dev

DATA ?= data
.PHONY: help demo test lint types bench reproduce lock clean
help: ## Show the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

demo: $(SERVE_READY) ## Set up, ingest this Python's documentation, answer three questions, serve the page
	$(BIN)/search-app demo $(if $(PACKAGES),--packages $(PACKAGES)) $(if $(filter 0,$(SERVE)),--no-serve)

test: $(DEV_READY) ## Set up and run the tests
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n $(TEST_PROCESSES) --dist loadfile

lint: $(DEV_READY) ## Check style and formatting
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(DEV_READY) ## Check the types of search_app, ui and pipelines, strictly
	$(BIN)/mypy

bench: $(DEV_READY) ## Run every benchmark of the README
	$(BIN)/python -m benchmarks

reproduce: $(DEV_READY) ## Measure the published figures again: make reproduce DATA=folder-of-BEIR-folders
	$(BIN)/search-app reproduce $(DATA)

lock: ## Resolve the locks anew from pyproject.toml (maintainers)
	$(PYTHON) deploy/lock.py

clean: ## Remove what the other targets made here; collections are kept
	rm -rf $(VENV) build *.egg-info .pytest_cache .mypy_cache .ruff_cache

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || \
	  { echo "error: $(PYTHON) is not Python 3.11. Install Python 3.11, or name it: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

# The serving lock leaves out what pyserini lists but the BM25 lane never imports (torch among it), so
# that the first minute downloads megabytes instead of gigabytes; hence --no-deps.
$(SERVE_READY): deploy/serve.lock pyproject.toml | $(BIN)/python
	$(PIP) install --quiet --progress-bar on --no-deps -r deploy/serve.lock
	$(PIP) install --quiet --no-deps --editable .
	@touch $@

$(DEV_READY): deploy/dev.lock pyproject.toml | $(BIN)/python
	$(PIP) install --quiet --progress-bar on -r deploy/dev.lock
	$(PIP) install --quiet --no-deps --editable .
	@touch $@ $(SERVE_READY)
