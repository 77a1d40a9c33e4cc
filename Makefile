# Everything that is done with a checkout. Paths are relative, so that a blank in the checkout's own does no harm.

.DEFAULT_GOAL := help
SHELL := /bin/sh
.PHONY: help run demo test search check lint typecheck lock wheel clean
.PHONY: bench-events bench-page bench-intake bench-csv bench-codebook bench-coding bench-accuracy bench-report

PYTHON ?=
VENV := .venv
RUN := $(VENV)/bin/python -m
PIP := $(RUN) pip --disable-pip-version-check --no-input --quiet
UV := uv==0.13.9
COMPILE := $(RUN) uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-annotate --custom-compile-command "make lock" --quiet
CODE := api coders decameron exports store workers
LONGEST := 300

help:
	@echo "make run        start everything, load the sample article, show its events, serve until Ctrl-C"
	@echo "make demo       the same, then stop and leave nothing behind"
	@echo "make test       check and test everything"
	@echo "make search     the properties again, on examples that differ each time and are many more"
	@echo "make check      the part of it that runs nothing: lint, typecheck, the rooms, the length of files"
	@echo "make wheel      build the wheel into dist/"
	@echo "make bench-...  what docs/performance.md claims; bench/README.md has the order"
	@echo "make lock       choose the versions of the libraries anew"
	@echo "make clean      remove what the above made in this directory"

run: $(VENV)/installed
	@$(RUN) decameron serve --sample

demo: $(VENV)/installed
	@$(RUN) decameron demo

test: check
	$(RUN) pytest

search: $(VENV)/installed-dev
	$(RUN) pytest -m hypothesis --hypothesis-profile=search --ignore tests/acceptance

check: lint typecheck

lint: $(VENV)/installed-dev
	$(RUN) ruff check .
	$(RUN) ruff format --check .
	$(VENV)/bin/lint-imports
	@find $(CODE) tests bench training -name '*.py' -exec wc -l {} + \
		| awk '$$2 != "total" && $$1 > $(LONGEST) { print $$2 ": " $$1 " lines, above $(LONGEST)"; long = 1 } END { exit long }'

typecheck: $(VENV)/installed-dev
	$(RUN) mypy $(addprefix -p ,$(CODE) bench training)

bench-events: $(VENV)/installed-dev
	$(RUN) bench.make_events

bench-page bench-intake bench-csv bench-codebook bench-coding: bench-%: $(VENV)/installed-dev
	$(RUN) bench.$* --json bench/results/$*.json

bench-accuracy: $(VENV)/installed-dev
	$(RUN) bench.accuracy --json bench/results/accuracy.json $(GOLD)

bench-report: $(VENV)/installed-dev
	$(RUN) bench.write_page
	$(RUN) bench.write_accuracy

wheel: $(VENV)/installed-dev
	@rm -rf build dist
	$(PIP) wheel --no-deps --no-build-isolation --wheel-dir dist .

lock: $(VENV)/made
	$(PIP) install $(UV)
	$(COMPILE) --group dev --output-file requirements-dev.lock --upgrade
	$(COMPILE) --group build --constraint requirements-dev.lock --output-file requirements.lock --upgrade
	@! grep -nE '://|^ *-|^ *[./]' requirements.lock requirements-dev.lock | grep -v -- '--hash=sha256:' \
		|| { echo "A lock file names a place; it should name versions and hashes only." >&2; exit 1; }

clean:
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find $(CODE) tests bench training -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/made:
	@for python in $(or $(PYTHON),python3 python3.13 python3.12 python3.11); do \
		"$$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null && break; \
		python=; \
	done; \
	[ -n "$$python" ] || { \
		echo "Decameron needs Python 3.11, 3.12 or 3.13, and $(or $(PYTHON),what is installed here) is none;" \
			"install one, or name it: make PYTHON=/path/to/python3" >&2; \
		exit 1; }; \
	"$$python" -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "$$python cannot make a virtual environment: it lacks venv." \
			"On Debian and Ubuntu: apt install python3-venv" >&2; \
		exit 1; }; \
	rm -rf $(VENV) && "$$python" -m venv $(VENV) && touch $@

$(VENV)/installed: $(VENV)/made requirements.lock pyproject.toml
	@echo "Installing Decameron and its libraries: about a minute, the first time only…" >&2
	@$(PIP) install --require-hashes --only-binary :all: --requirement requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed requirements-dev.lock
	@echo "Installing what the tests need…" >&2
	@$(PIP) install --require-hashes --only-binary :all: --requirement requirements-dev.lock
	@touch $@
