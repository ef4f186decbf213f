# Every command of the project. CI calls check and test, nothing else. `make help` lists them.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PYTHON ?= $(shell for each in python3.11 python3.12 python3.13 python3; do command -v $$each && break; done)
PY := .venv/bin/python
PYTEST := .venv/bin/pytest
DJANGO := DJANGO_SETTINGS_MODULE=guitai.config.settings .venv/bin/django-admin
PO := $(wildcard guitai/locale/*/LC_MESSAGES/*.po guitai/*/locale/*/LC_MESSAGES/*.po)
ASSETS := $(shell find guitai/core/assets -type f)
POSTGRES15 := /usr/lib/postgresql/15/bin/postgres

.PHONY: help
help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+%?:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: run
run: setup ## set up what is missing, start everything with the demo world; Ctrl-C stops it (PORT=8000)
	@exec .venv/bin/guitai run --port $(or $(PORT),8000)

.PHONY: test
test: setup system-test ## the whole suite on PostgreSQL 18, then what bears SQL also on 15
	@$(PYTEST) -n 2
	@if [ -x $(POSTGRES15) ]; then $(PYTEST) -n 2 -m sql --postgres=15; fi

.PHONY: test-fast
test-fast: setup ## the tests of the packages that the change touches
	@$(PYTEST) -n 2 -m "not slow and not server and not browser" $$($(PY) tools/touched.py)

.PHONY: check
check: setup ## format, lint, types, layers, templates, translations, migrations, generated pages, the repository
	@.venv/bin/ruff format --check .
	@.venv/bin/ruff check .
	@.venv/bin/mypy guitai standins tools conftest.py
	@.venv/bin/lint-imports
	@$(PY) tools/lint_templates.py guitai
	@$(PY) tools/untranslated.py
	@PYTHONWARNINGS=ignore $(DJANGO) makemigrations --check --dry-run
	@.venv/bin/guitai docs --check
	@$(PYTEST) tests/architecture

FAULT_MINUTES ?= 40

.PHONY: check-deep
check-deep: setup system-test ## each permission check removed in turn, long fuzzing, the fault campaign (FAULT_MINUTES=40)
	@$(PY) -m tests.deep.mutate_permissions
	@$(PY) -m tests.deep.fuzz
	@$(PY) -m tests.faults --minutes $(FAULT_MINUTES)

.PHONY: docs
docs: setup ## write the generated pages of docs/reference/ anew
	@.venv/bin/guitai docs

.PHONY: fix
fix: setup ## format, and repair what the linter can
	@.venv/bin/ruff format .
	@.venv/bin/ruff check --fix .

.PHONY: measure
measure: setup ## the budgets of our style; fails when one is broken
	@$(PY) tools/measure.py

BENCHES := verdict submit work_list growth audit opening weight

.PHONY: bench
bench: $(BENCHES:%=bench-%) ## all figures of bench/ into bench/results.json; leave the machine alone meanwhile

bench-%: ## one of them: verdict, submit, work_list, growth, audit, opening, weight (ARGS="--count 100")
	@PYTHONPATH=. $(PY) bench/$*.py $(ARGS)

.PHONY: lock
lock: .venv/.installed ## choose versions anew and write their hashes; the files name no index
	@for each in base dev uv; do .venv/bin/uv pip compile --quiet --upgrade --python-version 3.11 --generate-hashes \
		--no-emit-index-url requirements/$$each.in -o requirements/$$each.txt; done
	@npm install --package-lock-only --omit-lockfile-registry-resolved --no-audit --no-fund

.PHONY: setup
setup: system-run .venv/.installed .venv/.messages .venv/.assets var/secrets.env ## environment, messages, style sheets

.PHONY: system-run
system-run:
	@$(or $(PYTHON),$(error No Python 3: apt install python3 python3-venv)) tools/system_packages.py run

.PHONY: system-test
system-test:
	@$(PYTHON) tools/system_packages.py test

.venv/bin/python: | system-run
	@$(PYTHON) -m venv .venv

.venv/.installed: requirements/dev.txt requirements/uv.txt pyproject.toml | .venv/bin/python
	@echo "Installing what requirements/dev.txt locks …"
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@.venv/bin/uv pip install --quiet --python $(PY) --require-hashes -r requirements/dev.txt \
		|| $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@.venv/bin/uv pip install --quiet --python $(PY) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.messages: $(PO) | .venv/.installed
	@cd guitai && ../.venv/bin/django-admin compilemessages --verbosity 0
	@touch $@

.venv/.node: package-lock.json | system-run .venv/bin/python
	@npm ci --no-audit --no-fund --no-update-notifier --loglevel error
	@touch $@

.venv/.assets: $(ASSETS) .venv/.node
	@npm run --silent build
	@touch $@

var/secrets.env: | .venv/.installed
	@.venv/bin/guitai secrets
