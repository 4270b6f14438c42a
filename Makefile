# Two commands do everything: `make demo` and `make test`. The rest are their parts.
MAKEFLAGS += --no-print-directory
SHELL := /bin/sh
# Hundreds of processes load the same modules: compiled once, kept in __pycache__, whatever the environment says.
unexport PYTHONDONTWRITEBYTECODE
# One thread in each process of tests: more would only wait for one another.
PYTEST := OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 .venv/bin/python -m pytest -q --durations=12
# Three processes: two leave two cores idle for a third of the time, while tests wait for servers, limits and music.
BY_FILE := -n 3 --dist loadfile --no-loadscope-reorder
NPM := .venv/bin/python -m infra.setup.npm
BENCHES := $(addprefix bench-,etl scan index engine live worker sessions search large_library budgets forecast path blend arc smart history_lists \
	history_import login page growth room_map room_ghost room_frame being_there)

# Lines of targets that run at the same time stay apart, where make can do that.
APART := $(if $(filter output-sync,$(.FEATURES)),--output-sync=target)

.PHONY: help setup setup-dev demo test lint checks lint-python lint-page unit system integration faults test-faults e2e \
	frontend-test bench $(BENCHES) pictures quality constraints clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile

setup: ## prepare this machine: .venv, Java libraries, player
	@sh infra/setup/setup.sh

setup-dev:
	@sh infra/setup/setup.sh --dev

demo: setup ## everything at once, then the address of the player; MUSIC=/folder uses your own music
	@.venv/bin/segue demo $${MUSIC:+--music "$$MUSIC"}

test: setup-dev ## set up and prove everything
	@$(MAKE) -k checks system

lint: setup-dev ## style, types, imports; Python and TypeScript
	@$(MAKE) -k lint-python lint-page

checks: # what needs no servers: mypy needs one core for as long as the front end and the first unit tests take
	@$(MAKE) -k -j 2 $(APART) lint-python lint-page frontend-test unit

lint-python:
	@echo "== lint: Python =="
	@.venv/bin/ruff check
	@.venv/bin/ruff format --check
	@.venv/bin/mypy
	@.venv/bin/lint-imports --no-logo

lint-page:
	@echo "== lint: TypeScript =="
	@$(NPM) run --silent lint
	@$(NPM) run --silent typecheck

unit: ## quick tests of rules
	@echo "== unit tests =="
	@$(PYTEST) -n auto --dist loadfile tests/unit $(wildcard tests/test_*.py)

system: ## integration, faults and e2e as one run: servers and models are made once, and no core waits in between
	@echo "== contract, integration and end-to-end tests, tests of faults =="
	@$(PYTEST) $(BY_FILE) tests/contracts tests/integration tests/faults tests/e2e

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

bench: $(BENCHES) ## all measurements, then docs/benchmarks.md; MUSIC=/folder makes their catalogues from your music
	@.venv/bin/python -m benchmarks.report

$(BENCHES): bench-%: setup-dev
	@$${MUSIC:+.venv/bin/python -m benchmarks.real_sounds "$$MUSIC"}
	@.venv/bin/python -m benchmarks.$*

pictures: setup-dev ## pictures of the room, taken of the demo library, into docs/pictures
	@.venv/bin/python -m benchmarks.pictures

quality: setup-dev ## how good the predictions are on real data, then docs/quality.md
	@.venv/bin/python -m benchmarks.quality

constraints: setup-dev ## pin what is installed now in constraints.txt
	@.venv/bin/python -m infra.setup.constraints
	@.venv/bin/python -m infra.licences.page

clean: ## remove what set-up made in this folder, not the music data in .segue
	rm -rf .venv webapp/frontend/node_modules build *.egg-info
