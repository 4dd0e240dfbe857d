# The only verbs. `make run` needs python3, python3-venv and make; everything else is installed from hashed lists.
SHELL := /bin/bash
PY := .venv/bin/python
export PYTHONPATH := src
export UV_PYTHON_DOWNLOADS := never
# Where this is set every process compiles a thousand modules again before it does anything.
unexport PYTHONDONTWRITEBYTECODE
ADDRESS ?= 127.0.0.1:8000

.PHONY: help run setup test check screenshots bench lock migrations openapi clean

help:
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/ —/'

.venv/base: requirements/base.txt
	@test -x $(PY) || python3 -m venv .venv
	$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --no-compile --require-hashes -r requirements/base.txt
	$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@echo "Installed for running: $$(du -sm .venv | cut -f1) MB in .venv"
	@touch $@

.venv/dev: requirements/dev.txt .venv/base
	$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --no-compile --require-hashes -r requirements/dev.txt
	@touch $@

setup: .venv/base ## install what running needs

run: .venv/base ## set up, load the small demo city, serve on http://127.0.0.1:8000
	$(PY) -m linli demo --size small --if-empty
	$(PY) -m linli serve --address $(ADDRESS)

test: .venv/dev ## the whole test suite, on SQLite and PostgreSQL, with a browser
	tools/test_services
	$(PY) tools/run_tests.py

check: .venv/dev ## lint, types, boundaries, fast tests: under 90 s
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	.venv/bin/lint-imports --config .importlinter
	$(PY) -m pytest -q tests/core tests/architecture -n 2 --cov=linli.core --cov-branch --cov-report= --cov-fail-under=100

screenshots: .venv/dev ## take the pictures of the documents from the small demo city
	$(PY) tools/screenshots.py

bench: .venv/dev ## print the benchmarks as JSON
	$(PY) -m benchmarks

lock: .venv/dev ## renew the hashed lists from the .in files
	for list in base dev; do $(PY) -m uv pip compile --quiet --no-emit-index-url --generate-hashes --universal \
	  --python-version 3.11 --custom-compile-command "make lock" requirements/$$list.in -o requirements/$$list.txt; done

migrations: .venv/dev ## write migrations for changed models
	$(PY) -m django makemigrations --settings linli.site.settings

openapi: .venv/dev ## renew docs/openapi.json
	$(PY) -m linli openapi --write docs/openapi.json

clean: ## forget everything that was built or stored here
	rm -rf .venv var
