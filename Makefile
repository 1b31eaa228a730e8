# Every target brings what it needs first; packaging/bootstrap.sh says how. Only Python 3.11+ and make must be there.
IN_PROJECT := sh packaging/bootstrap.sh
TO_PACKAGE := CRM_TOOLS=packaging $(IN_PROJECT)
PARALLEL ?= 2

.DEFAULT_GOAL := help
.PHONY: help run test check format bench faults pictures bundle bundle-test wheel-test deb bare

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' Makefile

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

bundle: ## build the program as one folder in dist/, try it where there is nothing else, measure it
	@$(TO_PACKAGE) pyinstaller --noconfirm --log-level ERROR --distpath dist --workpath build/pyinstaller packaging/desktop_crm.spec
	@$(TO_PACKAGE) python packaging/try_bundle.py --measure

bundle-test: ## take one thing after the other from the built bundle; its self-test must notice
	@CRM_BUNDLE=dist/desktop-crm $(TO_PACKAGE) pytest -n $(PARALLEL) tests/packaging/test_bundle.py

wheel-test: ## install the wheel with pip into an empty environment and try it there
	@$(TO_PACKAGE) python packaging/try_wheel.py

deb: ## build the Debian package of the bundle; as root, also install it, try it and remove it
	@rm -f dist/desktop-crm_*.deb
	@$(TO_PACKAGE) python packaging/linux/deb.py
	@if [ "$$(id -u)" -eq 0 ]; then sh packaging/linux/try_deb.sh dist/desktop-crm_*.deb; fi

bare: ## run test and run on a bare Debian made for the purpose (as root)
	@sh packaging/bare_machine.sh
