.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin

.PHONY: help demo serve test lint lock bench score

help: ## Show what can be made
	@grep -hE '^[a-z.]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 10

demo: .venv/ready ## Load the three seed documents and ask them
	@$(BIN)/potline demo

serve: .venv/ready ## Serve the API on http://127.0.0.1:8000/docs
	@$(BIN)/potline serve

test: .venv/tested ## Run all tests, a real Neo4j included
	@$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

lint: .venv/tested ## Check style, types and layers
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports --no-cache

lock: .venv/tested ## Write the lock files again from pyproject.toml
	@$(BIN)/python -m pip install -q uv
	@$(BIN)/uv pip compile pyproject.toml --group build -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -o requirements.lock
	@$(BIN)/uv pip compile pyproject.toml --group build --group dev -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -o requirements-dev.lock
	@$(BIN)/uv pip compile --group bods -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -o tests/bods.lock

bench: .venv/tested ## Measure, and print a table in Markdown
	@$(BIN)/python -m tests.bench

score: .venv/tested ## Score the extractor on the annotated corpus in ../shared
	@$(BIN)/python -m tests.score

.venv/ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else f"Potline needs Python 3.11 or newer; {sys.executable} is {sys.version.split()[0]}. Say make PYTHON=python3.12 demo")'
	@echo "Making .venv from requirements.lock (once; one to three minutes) ..."
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation --no-index -e .
	@touch $@

.venv/tested: .venv/ready requirements-dev.lock
	@echo "Adding what the tests need from requirements-dev.lock (once) ..."
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@
