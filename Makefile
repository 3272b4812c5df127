# Everything here works from nothing but Python 3.11 or later and make. `make help` lists it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN_READY := $(VENV)/.run-ready
DEV_READY := $(VENV)/.dev-ready
# Tests in four processes, however few the cores: most of their time they wait, for a bot, a browser or a clock.
SIDE_BY_SIDE := --numprocesses 4 --dist worksteal
SOURCES := bot cogs data sandbox tests benchmarks

.PHONY: help run test check format bench prove lock clean

help: ## Show what there is.
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1	/'

run: $(RUN_READY) ## Run the bot: on Discord if .env holds a token, else on the sandbox with a web page.
	@$(BIN)/python -m bot

test: $(DEV_READY) ## Run the tests (a browser test among them needs Chromium).
	@$(BIN)/python -m tests.browser
	@$(BIN)/python -m pytest $(SIDE_BY_SIDE)

check: $(DEV_READY) ## Check format, lint, types and the direction of imports.
	@$(BIN)/ruff format --check $(SOURCES)
	@$(BIN)/ruff check $(SOURCES)
	@$(BIN)/pyright
	@$(BIN)/lint-imports
	@$(BIN)/python -m data.catalogue.starter

format: $(DEV_READY) ## Bring the code into the house's form.
	@$(BIN)/ruff check --fix $(SOURCES)
	@$(BIN)/ruff format $(SOURCES)

bench: $(DEV_READY) ## Measure speed, against baselines, in stores and catalogues of every size (twenty-five minutes).
	@$(BIN)/python -m benchmarks

prove: $(DEV_READY) ## Run the tests with many more rounds (an hour or so).
	@$(BIN)/python -m tests.browser
	@MARQUEE_ROUNDS=$${MARQUEE_ROUNDS:-20} $(BIN)/python -m pytest $(SIDE_BY_SIDE)

lock: ## Write the lock files anew (needs uv).
	@for set in run dev; do \
	  uv pip compile pyproject.toml $$([ $$set = dev ] && echo --extra dev) --universal --python-version 3.11 \
	    --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --upgrade --quiet \
	    --output-file requirements/$$set.txt; \
	done

clean: ## Remove the virtual environment and what tests left; never your data.
	rm -rf $(VENV) .pytest_cache .ruff_cache .hypothesis .import_linter_cache

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Marquee needs Python 3.11 or later; name it with: make run PYTHON=python3.12" >&2; exit 2; }
	@$(PYTHON) -m venv $(VENV) || \
	  { rm -rf $(VENV); echo "Python has no venv module; on Debian and Ubuntu: apt-get install python3-venv" >&2; exit 2; }

$(RUN_READY): requirements/run.txt | $(VENV)/bin/python
	@echo "Setting up (once; some seconds)…"
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements/run.txt
	@touch $@

$(DEV_READY): requirements/dev.txt | $(VENV)/bin/python
	@echo "Setting up for development (once; some 20 seconds)…"
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements/dev.txt
	@touch $(RUN_READY) $@
