# Every target brings what it needs first; packaging/bootstrap.sh says how. Only Python 3.11+ and make must be there.
IN_PROJECT := sh packaging/bootstrap.sh
PARALLEL ?= 2

.DEFAULT_GOAL := help
.PHONY: help run test check format bench faults pictures bundle bare

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' Makefile

run: ## start the program; without a display, do its main job on a sample vault
	@$(IN_PROJECT) python packaging/headless_tour.py

test: ## run the test suite
	@$(IN_PROJECT) pytest -n $(PARALLEL)

check: ## lint, formatting, types and import directions
	@$(IN_PROJECT) ruff check
	@$(IN_PROJECT) ruff format --check
	@$(IN_PROJECT) mypy
	@$(IN_PROJECT) lint-imports --no-logo

format: ## format the code and apply the safe fixes
	@$(IN_PROJECT) ruff check --fix
	@$(IN_PROJECT) ruff format

bench: ## measure and print ratios; with BENCH_VAULT=FOLDER the customers for the window are made only once
	@$(IN_PROJECT) python tests/benchmarks/bench.py
	@$(IN_PROJECT) python tests/benchmarks/bench_window.py $(if $(BENCH_VAULT),--vault "$(BENCH_VAULT)")

faults: ## inject the large count of faults; this takes long
	@CRM_FAULTS=large $(IN_PROJECT) pytest -n $(PARALLEL) -m fault

pictures: ## draw every page of the window in both languages and themes
	@$(IN_PROJECT) python packaging/pictures.py

bundle: ## build the program as one folder (not there yet)
	@echo "make bundle: the bundle is not there yet; start from a checkout with 'uv run desktop-crm'" >&2; exit 1

bare: ## run test and run on a bare Debian made for the purpose (as root)
	@sh packaging/bare_machine.sh
