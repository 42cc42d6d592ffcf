# make run     opens the program            make test    checks and tests everything
# make setup   only prepares .venv          make bench   measures speed, as figures in build/
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready

.PHONY: setup run test check translations docs figures bench clean
.DELETE_ON_ERROR:

setup: $(READY)

# Made again when what is to be installed has changed.
$(READY): pyproject.toml packaging/constraints.txt packaging/libraries.txt packaging/setup.sh
	PYTHON="$(PYTHON)" VENV="$(VENV)" sh packaging/setup.sh
	@touch $@

run: $(READY)
	$(BIN)/underpaint

# Everything that is read rather than run: seconds.
check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# A process for each core, of one thread; each process takes about 2 GB.
SPREAD := -n logical --maxprocesses 4 --dist worksteal

# TESTS=tests/files runs a part, in one process: it is there sooner.
test: check
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest $(or $(TESTS),$(SPREAD))

# What is new goes into resources/translations/*.ts, for Qt Linguist; the window loads the *.qm.
translations: $(READY)
	$(BIN)/python packaging/translations.py

# The tables of docs/*.md follow what is declared in the source.
docs: $(READY)
	$(BIN)/python packaging/reference.py

figures: $(READY)
	$(BIN)/python packaging/starter/figures.py
	$(BIN)/python packaging/starter/technique_figures.py

bench: $(READY)
	@mkdir -p build
	QT_QPA_PLATFORM=offscreen $(BIN)/underpaint bench --json build/bench.json

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
