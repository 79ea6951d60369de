# What one does with the project. `make setup` is enough to start; every other target calls it.
RUN := .venv/bin
PYTEST := $(RUN)/python -m pytest

.PHONY: setup demo test check static browser bench campaign pictures pins

setup: .venv/installed

# Installs again whenever the pins or the project's own file changed; otherwise it costs nothing.
.venv/installed: requirements.txt pyproject.toml
	@for python in python3.11 python3; do \
	  if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then found=$$python; break; fi; \
	done; \
	test -n "$$found" || { echo "Python 3.11 or newer is needed, with its venv module."; exit 1; }; \
	test -x $(RUN)/pip || $$found -m venv .venv
	$(RUN)/pip install --quiet --require-hashes -r requirements.txt
	$(RUN)/pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

demo: setup
	$(RUN)/reinfuse demo

# Everything: the static checks, every test of the core, the pages and the architecture, then the screens in a real Chromium.
test: check browser

# Everything that needs no browser. The branch coverage of core must be 100 % here (pyproject.toml says what is excluded, and why).
check: static
	$(PYTEST) -n 2 --ignore=tests/browser --cov

static: setup
	$(RUN)/ruff check
	$(RUN)/ruff format --check
	$(RUN)/mypy
	$(RUN)/lint-imports

# Two browsers, each with a dashboard of its own: while one waits the other is drawn.
browser: setup
	$(RUN)/python -m tests.browser.chromium
	$(PYTEST) -n 2 tests/browser

bench: setup
	$(RUN)/python -m tests.bench

# Kills, tampering, failing calls, many writers, full disks and the blast radius of generated workbooks: seeded, time-boxed, counts printed.
campaign: setup
	$(RUN)/python -m tests.campaign

# The README's pictures, from the screenshots that the browser tests take of every page.
pictures: setup
	$(PYTEST) -q tests/browser/test_screens.py
	cp screens/board_1920x1080_light.png docs/board.png
	cp screens/patient_1920x1080_light.png docs/patient.png
	cp screens/patient_unknown_1920x1080_dark.png docs/patient_dark.png
	cp screens/rulebook_1920x1080_light.png docs/rulebook.png

# After a change of the dependencies in pyproject.toml; needs uv on the PATH (`UPGRADE=--upgrade` also raises what is pinned already).
pins:
	uv pip compile pyproject.toml --extra dev --generate-hashes --no-strip-extras --no-emit-index-url --python-version 3.11 --universal \
	  --no-annotate --custom-compile-command "make pins" $(UPGRADE) --quiet --output-file requirements.txt
