# A bare machine with Python (3.11 or later), git and make is enough.

ifeq ($(OS),Windows_NT)
PYTHON ?= python
BIN_FOLDER := Scripts
else
PYTHON ?= python3
BIN_FOLDER := bin
endif
VENV := .venv
BIN := $(VENV)/$(BIN_FOLDER)
PY := $(BIN)/python
# Another Python (make PYTHON=python3.12 test) gets the environment made anew.
PYTHON_VERSION := $(shell $(PYTHON) -c "import sys; print('%d.%d' % sys.version_info[:2])")
MADE := $(VENV)/made-with-$(PYTHON_VERSION)
# What an installed package depends on: the catalogs are compiled when it is installed.
PACKAGE := pyproject.toml hatch_build.py $(wildcard kamctl/i18n/locale/*/LC_MESSAGES/*.po)
KAMCTL := $(PY) -m kamctl
DEMO := build/demo
EXAMPLES := $(notdir $(patsubst %/,%,$(dir $(wildcard examples/*/plan.yaml))))
TODAY := 2026-11-23
NPM_TOOLS := tests/browser tests/editor tests/reports
PYTEST := -m pytest -n auto --dist loadgroup -q
LOCK := pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
  --no-emit-index-url --no-emit-find-links --custom-compile-command "make update" pyproject.toml
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help demo test test-newest test-lowest lint style types format docs executable bench generate images update clean browser-tools

help: ## Show the targets
	@echo "make demo         validate and render the examples"
	@echo "make test         run all tests and check that generated files are up to date"
	@echo "make lint         check style, types, imports and the files for GitHub"
	@echo "make format       format the code and apply safe fixes"
	@echo "make generate     write the generated files: catalog templates, schemas, docs"
	@echo "make images       take the screenshots in docs/images again"
	@echo "make docs         build the documentation as a site, in build/docs"
	@echo "make executable   build one program that needs no Python, in build/executable"
	@echo "make bench        measure speed and memory, as ratios"
	@echo "make update       lock the newest releases in requirements/"
	@echo "make test-newest  run the tests with the newest releases, in .venv-newest"
	@echo "make test-lowest  run the tests with the lowest releases allowed, in .venv-lowest"
	@echo "make clean        remove everything that make created"
	@echo "Another Python: make PYTHON=python3.12 test"

$(MADE):
	@$(PYTHON) -c "import sys; sys.exit('kamctl needs Python 3.11 or later. Name one: make PYTHON=python3.12 demo' if sys.version_info < (3, 11) else 0)"
	$(PYTHON) -m venv --clear $(VENV)
	@$(PY) -c "open('$@', 'w').close()"

$(VENV)/installed: $(MADE) requirements/runtime.txt $(PACKAGE)
	$(PY) -m pip install --quiet --require-hashes --requirement requirements/runtime.txt
	$(PY) -m pip install --quiet --no-deps --no-build-isolation --editable .
	@$(PY) -c "open('$@', 'w').close()"

$(VENV)/ready-to-test: $(MADE) requirements/dev.txt $(PACKAGE)
	$(PY) -m pip install --quiet --require-hashes --requirement requirements/dev.txt
	$(PY) -m pip install --quiet --no-deps --no-build-isolation --editable .
	@$(PY) -c "open('$@', 'w').close(); open('$(VENV)/installed', 'w').close()"

demo: $(VENV)/installed
	@for example in $(EXAMPLES); do \
	  echo; echo "== kamctl validate examples/$$example/plan.yaml"; \
	  case $$example in typical-mistakes) echo "(A plan with mistakes on purpose: the first lines.)"; lines=20;; *) lines=200;; esac; \
	  $(KAMCTL) validate --today $(TODAY) examples/$$example/plan.yaml | head -n $$lines; \
	done
	@echo; echo "== kamctl render briefing: what colleagues read"
	@for example in $(EXAMPLES); do \
	  $(KAMCTL) render briefing --force --today $(TODAY) examples/$$example/plan.yaml -o $(DEMO)/$$example.html || exit 1; \
	  $(KAMCTL) render briefing --force --today $(TODAY) examples/$$example/plan.yaml -o $(DEMO)/$$example.md || exit 1; \
	done
	@$(KAMCTL) render briefing --force --today $(TODAY) examples/complete-en/plan.yaml --for finance -o $(DEMO)/complete-en-for-finance.html
	@$(KAMCTL) render briefing --force --today $(TODAY) examples/complete-fr/plan.yaml --for supply-chain -o $(DEMO)/complete-fr-for-supply-chain.html
	@echo; echo "== kamctl align status: who agreed to which text"
	@$(KAMCTL) align status --today $(TODAY) examples/complete-en
	@echo
	@echo "The briefings are in $(DEMO). Open them in your browser:"
	@echo "  $(DEMO)/complete-en.html               everyone, in English"
	@echo "  $(DEMO)/complete-en-for-finance.html   what finance is asked, and what it costs them"
	@echo "  $(DEMO)/complete-fr.html               tout le monde, en français"
	@echo "Start a plan of your own: $(BIN)/kamctl init account"

browser-tools:
	@if command -v npm >/dev/null 2>&1; then \
	  for tools in $(NPM_TOOLS); do \
	    test $$tools/node_modules/.package-lock.json -nt $$tools/package-lock.json \
	      || (cd $$tools && npm ci --no-audit --no-fund --silent) \
	      || echo "npm could not fetch the tools of $$tools: their checks will be skipped."; \
	  done; \
	else echo "npm is not here: the checks in a browser, in an editor and by published schemas will be skipped."; fi

test: $(VENV)/ready-to-test browser-tools
	$(PY) $(PYTEST)

test-newest: RESOLUTION := highest
test-lowest: RESOLUTION := lowest-direct
test-newest test-lowest: test-%: $(VENV)/ready-to-test browser-tools
	$(PYTHON) -m venv --clear .venv-$*
	$(BIN)/uv pip install --quiet --python .venv-$* --resolution $(RESOLUTION) --group test --group build --editable .
	$(BIN)/uv pip list --python .venv-$*
	.venv-$*/$(BIN_FOLDER)/python $(PYTEST)

lint: style types

types: $(VENV)/ready-to-test
	$(BIN)/mypy

style: $(VENV)/ready-to-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/check-jsonschema --quiet --builtin-schema vendor.github-workflows .github/workflows/ci.yml .github/workflows/executables.yml
	$(BIN)/check-jsonschema --quiet --builtin-schema vendor.github-actions action.yml
	$(BIN)/check-jsonschema --quiet --builtin-schema vendor.github-issue-forms .github/ISSUE_TEMPLATE/bug.yml .github/ISSUE_TEMPLATE/idea.yml
	$(BIN)/check-jsonschema --quiet --builtin-schema vendor.github-issue-config .github/ISSUE_TEMPLATE/config.yml

format: $(VENV)/ready-to-test
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: $(VENV)/ready-to-test
	$(BIN)/zensical build --clean --strict
	@echo "The documentation is in build/docs: open build/docs/index.html in your browser."

executable: $(VENV)/ready-to-test
	$(PY) -m PyInstaller --noconfirm --clean --log-level ERROR --distpath build/executable --workpath build/pyinstaller kamctl.spec
	@echo "The program is in build/executable. It needs no Python."

generate: $(VENV)/ready-to-test
	$(PY) -m tests.generated

images: $(VENV)/ready-to-test browser-tools
	$(PY) -m tests.docs_images

bench: $(VENV)/ready-to-test
	$(PY) -m bench

update: $(VENV)/ready-to-test
	$(BIN)/uv $(LOCK) --group dev --output-file requirements/dev.txt
	$(BIN)/uv $(LOCK) --group build --constraint requirements/dev.txt --output-file requirements/runtime.txt
	@for tools in $(NPM_TOOLS); do (cd $$tools && npm update --package-lock-only --silent) || exit 1; done

clean:
	rm -rf $(VENV) .venv-newest .venv-lowest build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis $(NPM_TOOLS:=/node_modules) $(patsubst %.po,%.mo,$(filter %.po,$(PACKAGE)))
