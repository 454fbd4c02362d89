# Everything here works from a bare machine with Python (3.11 or later), git and make.

PYTHON ?= python3
VENV := .venv
ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
else
BIN := $(VENV)/bin
endif
PY := $(BIN)/python
KAMCTL := $(PY) -m kamctl
DEMO := build/demo
EXAMPLES := complete-en complete-fr first-draft typical-mistakes
TODAY := 2026-11-23
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help demo test lint format bench generate clean browser-tools

help: ## Say what can be made
	@echo "make demo    validate and render the examples, and say where to look"
	@echo "make test    run all tests, with everything they need; generated files must be fresh"
	@echo "make lint    check style, types and layers"
	@echo "make bench   measure speed and memory, as ratios"
	@echo "make format  bring the code into shape"
	@echo "make clean   remove what was made"

$(VENV)/made:
	$(PYTHON) -m venv $(VENV)
	@$(PY) -c "open('$@', 'w').close()"

$(VENV)/installed: $(VENV)/made pyproject.toml
	$(PY) -m pip install --quiet --editable .
	@$(PY) -c "open('$@', 'w').close()"

$(VENV)/ready-to-test: $(VENV)/made pyproject.toml
	$(PY) -m pip install --quiet --editable ".[dev]"
	@$(PY) -c "open('$@', 'w').close(); open('$(VENV)/installed', 'w').close()"

demo: $(VENV)/installed
	@echo "== kamctl validate: what four plans still need"
	@for example in $(EXAMPLES); do $(KAMCTL) validate --today $(TODAY) examples/$$example/plan.yaml || test $$? -eq 1 || exit 1; done
	@echo "== kamctl render briefing: what colleagues read"
	@for example in $(EXAMPLES); do \
	  $(KAMCTL) render briefing --force --today $(TODAY) examples/$$example/plan.yaml -o $(DEMO)/$$example.html || exit 1; \
	  $(KAMCTL) render briefing --force --today $(TODAY) examples/$$example/plan.yaml -o $(DEMO)/$$example.md || exit 1; \
	done
	@$(KAMCTL) render briefing --force --today $(TODAY) examples/complete-en/plan.yaml --for finance -o $(DEMO)/complete-en-for-finance.html
	@$(KAMCTL) render briefing --force --today $(TODAY) examples/complete-fr/plan.yaml --for supply-chain -o $(DEMO)/complete-fr-for-supply-chain.html
	@echo "== kamctl align status: who agreed to which text"
	@$(KAMCTL) align status --today $(TODAY) examples/complete-en
	@echo
	@echo "The briefings are in $(DEMO). Open them in your browser:"
	@echo "  $(DEMO)/complete-en.html               everyone, in English"
	@echo "  $(DEMO)/complete-en-for-finance.html   what finance is asked, and what it costs them"
	@echo "  $(DEMO)/complete-fr.html               tout le monde, en français"
	@echo "Start a plan of your own: $(BIN)/kamctl init account"

browser-tools:
	@if command -v npm >/dev/null 2>&1; then \
	  for tools in tests/browser tests/editor tests/report; do \
	    test -d $$tools/node_modules || (cd $$tools && npm install --no-audit --no-fund --silent) \
	      || echo "npm could not fetch the tools of $$tools: their checks will be skipped."; \
	  done; \
	else echo "npm is not here: the checks in a browser, in an editor and by published schemas will be skipped."; fi

test: $(VENV)/ready-to-test browser-tools
	$(PY) -m pytest -n auto --dist loadgroup -q

lint: $(VENV)/ready-to-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/ready-to-test
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

generate: $(VENV)/ready-to-test
	$(PY) -m tests.generated

bench: $(VENV)/ready-to-test
	$(PY) -m bench

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis tests/browser/node_modules tests/editor/node_modules tests/report/node_modules
