# Everything a developer or a visitor does with this checkout. `make` alone lists it.
# Needs python3 (3.11 or newer) with venv; all that is made lies in .venv/ and var/.
PYTHON ?= python3
BIN := .venv/bin
WORKERS ?= 2
# Halves of the list, so that the tests of a file stay in one process; who is done first takes over from the other.
PARALLEL = -n $(WORKERS) --dist worksteal
MAKEFLAGS += --no-print-directory
export PIP_DISABLE_PIP_VERSION_CHECK = 1
LOCK = $(BIN)/uv pip compile --quiet --generate-hashes --no-header --no-annotate --universal --python-version 3.11
.PHONY: help demo test check law browser pictures bench nightly lock stop clean
.DELETE_ON_ERROR:

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: export DOUDI_DEMO = 1
demo: .venv/base ## set everything up and serve the demonstration district on 127.0.0.1:8000
	@$(BIN)/doudi serve --stop >/dev/null
	@$(BIN)/doudi worker --stop >/dev/null
	@$(BIN)/doudi fonts
	@$(BIN)/doudi database start
	@$(BIN)/doudi database migrate
	@$(BIN)/doudi demo load
	@$(BIN)/doudi worker --background
	@$(BIN)/doudi serve --background
	@echo "停止：make stop"

test: .venv/dev ## all tests but the slow ones, in parallel, on a database of their own
	@.ci/system-parts
	@$(BIN)/pytest $(PARALLEL) -m "not slow"

check: .venv/dev ## format, lint, types, the arrows of the house, fast tests
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint src --lint --quiet
	$(BIN)/pytest $(PARALLEL) -m "not slow and not browser"

law: .venv/dev ## the law's own tests: no database, two seconds
	@$(BIN)/pytest tests/law

browser: .venv/dev ## the tests that drive Chromium
	@.ci/system-parts
	@$(BIN)/pytest -m "browser and not slow"

pictures: .venv/dev ## the README's pictures, anew from the golden story
	@DOUDI_PICTURES=docs/screenshots $(BIN)/pytest -m browser -k granted
	@pdftoppm -r 90 -png -singlefile docs/screenshots/notice.pdf docs/screenshots/notice && rm docs/screenshots/notice.pdf

bench: .venv/dev ## figures of speed
	@$(BIN)/pytest -m slow -k bench -p no:randomly -s || [ $$? -eq 5 ]

nightly: export DOUDI_EXAMPLES = searching
nightly: export DOUDI_SPARK = 1
nightly: export DOUDI_STRIDE = 1
nightly: .venv/spark ## every test, also the slow ones and Spark's, on each PostgreSQL that this machine has
	@.ci/system-parts spark
	@$(BIN)/pytest $(PARALLEL)
	@for source in debian wheel; do \
	    if DOUDI_POSTGRES=$$source $(BIN)/doudi database start --profile test >/dev/null 2>&1; then \
	        echo "PostgreSQL: $$source"; \
	        DOUDI_POSTGRES=$$source $(BIN)/pytest $(PARALLEL) -m "not browser and not slow" || exit 1; \
	    else echo "PostgreSQL: no $$source here"; fi; \
	done

lock: .venv/dev ## write the lock files anew from requirements/*.in (UPGRADE=--upgrade for newer versions)
	cd requirements && ../$(LOCK) $(UPGRADE) build.in --output-file build.txt
	cd requirements && ../$(LOCK) $(UPGRADE) base.in --output-file base.txt
	cd requirements && ../$(LOCK) $(UPGRADE) dev.in --constraint base.txt --output-file dev.txt
	cd requirements && ../$(LOCK) $(UPGRADE) spark.in --constraint base.txt --output-file spark.txt

stop: ## end exactly what this checkout started
	@if [ -x $(BIN)/doudi ]; then $(BIN)/doudi serve --stop; $(BIN)/doudi worker --stop; $(BIN)/doudi database stop; fi

clean: stop ## remove .venv and var, the demonstration's data and keys with them
	@if [ -x $(BIN)/doudi ]; then $(BIN)/doudi database discard; fi
	rm -rf .venv var

# Installed packages, by lock file; a changed lock or pyproject.toml installs again.
.venv/base: requirements/build.txt requirements/base.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed, this is " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || \
	    { rm -rf .venv; echo "No venv could be made: on Debian install python3-venv." >&2; exit 1; }
	@echo "Installing packages…"
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements/build.txt -r requirements/base.txt
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

.venv/dev: .venv/base requirements/dev.txt
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements/dev.txt
	@touch $@

# PySpark comes as source: built by the locked setuptools, so that nothing unlocked is fetched for it.
.venv/spark: .venv/dev requirements/spark.txt
	@echo "Installing Spark (450 MB)…"
	@$(BIN)/python -m pip install --quiet --require-hashes --no-build-isolation -r requirements/spark.txt
	@touch $@
