# Two commands do everything: `make demo` and `make test`. The rest are their parts.
MAKEFLAGS += --no-print-directory
SHELL := /bin/sh
PYTEST := .venv/bin/python -m pytest -q --durations=12
BY_FILE := -n 2 --dist loadfile --no-loadscope-reorder
NPM := .venv/bin/python -m infra.setup.npm
BENCHES := $(addprefix bench-,etl index engine live worker search budgets forecast path blend arc smart room_ghost history_lists \
	history_import login)

.PHONY: help setup setup-dev demo test lint unit integration faults test-faults e2e frontend-test bench $(BENCHES) quality \
	constraints clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile

setup: ## prepare this machine: .venv, Java libraries, player
	@sh infra/setup/setup.sh

setup-dev:
	@sh infra/setup/setup.sh --dev

demo: setup ## everything at once, then the address of the player; MUSIC=/folder uses your own music
	@.venv/bin/segue demo $${MUSIC:+--music "$$MUSIC"}

test: setup-dev ## set up and prove everything
	@$(MAKE) -k lint unit integration faults e2e frontend-test

lint: setup-dev ## style, types, imports; Python and TypeScript
	@echo "== lint: Python =="
	@.venv/bin/ruff check
	@.venv/bin/ruff format --check
	@.venv/bin/mypy
	@.venv/bin/lint-imports --no-logo
	@echo "== lint: TypeScript =="
	@$(NPM) run --silent lint
	@$(NPM) run --silent typecheck

unit: ## quick tests of rules
	@echo "== unit tests =="
	@$(PYTEST) -n auto tests/unit $(wildcard tests/test_*.py)

integration: ## on real MongoDB, Kafka and Spark
	@echo "== contract and integration tests =="
	@$(PYTEST) $(BY_FILE) tests/contracts tests/integration

faults: ## bad messages, servers that die, hostile clients; the short form
	@echo "== tests of faults =="
	@$(PYTEST) $(BY_FILE) tests/faults

test-faults: setup-dev ## the same for long, then docs/reliability.md
	@rm -f build/faults.jsonl && mkdir -p build
	@$(PYTEST) --long-faults --fault-report build/faults.jsonl tests/faults
	@.venv/bin/python -m benchmarks.reliability build/faults.jsonl

e2e: ## in a real browser
	@echo "== end-to-end tests =="
	@$(PYTEST) $(BY_FILE) tests/e2e

frontend-test: ## of the player's own code
	@echo "== front-end tests =="
	@$(NPM) run --silent test

bench: $(BENCHES) ## all measurements, then docs/benchmarks.md
	@.venv/bin/python -m benchmarks.report

$(BENCHES): bench-%: setup-dev
	@.venv/bin/python -m benchmarks.$*

quality: setup-dev ## how good the predictions are on real data, then docs/quality.md
	@.venv/bin/python -m benchmarks.quality

constraints: setup-dev ## pin what is installed now in constraints.txt
	@.venv/bin/python -m infra.setup.constraints
	@.venv/bin/python -m infra.licences.page

clean: ## remove what set-up made in this folder, not the music data in .segue
	rm -rf .venv webapp/frontend/node_modules build *.egg-info
