# `make site` builds the portal, `make test` proves it: a fresh clone needs nothing else. The rest is for developers.
# Environments are kept while the lock they were made from stays the same.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
INSTALL := $(PIP) install --require-hashes --no-deps

# key FILE…: changes when a file's content, the folder or the Python release does.
key = $(shell { echo '$(CURDIR)'; $(PYTHON) -c 'import sys; print(sys.version_info[:2])'; cat $(1); } 2>&1 | cksum | tr ' ' -)
LOCKED := $(VENV)/.locked-$(call key,requirements.lock)
LOCKED_DEV := $(VENV)/.locked-dev-$(call key,requirements.lock requirements-dev.lock)
LOCKED_BENCH := $(VENV)/.locked-bench-$(call key,requirements.lock requirements-bench.lock)
PROJECT := $(VENV)/.project-$(call key,requirements.lock pyproject.toml)
LIGHTHOUSE := bench/lighthouse/node_modules/.locked-$(call key,bench/lighthouse/package-lock.json)
GATES := node_modules/.locked-$(call key,package-lock.json)

# Debian packages that the tests need and this machine lacks; Playwright's driver is linked with libatomic.
LACKING = $(if $(shell command -v chromium),,chromium) \
	$(if $(shell fc-list :lang=zh 2>/dev/null),,fontconfig fonts-noto-cjk) \
	$(if $(shell $(BIN)/python -m playwright --version 2>/dev/null),,libatomic1) \
	$(if $(shell PATH="$$PATH:/usr/sbin" command -v nginx),,nginx-light) \
	$(if $(shell command -v rsync),,rsync) $(if $(shell command -v rclone),,rclone)

.PHONY: environment site serve test renew-goldens lock bench lighthouse screenshots clean browser
.DEFAULT_GOAL := site

# The program alone, for scripts.
environment: $(PROJECT)

site: $(PROJECT)
	@$(BIN)/lixin build
	@echo
	@echo '网站已生成 · The portal is in $(CURDIR)/site'
	@echo '打开 Open site/index.html, or run: make serve'

serve: $(PROJECT)
	@$(BIN)/lixin serve

test: $(PROJECT) $(LOCKED_DEV) $(GATES) browser
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/python -m pytest -n 2

# Golden files say what pages and messages look like. Read the difference before you commit it.
renew-goldens: $(PROJECT) $(LOCKED_DEV)
	$(BIN)/python -m pytest --renew-goldens -m golden
	git diff --stat -- tests/golden

# Newest releases that pyproject.toml allows, for every Python it allows.
lock: $(PROJECT) $(LOCKED_DEV)
	$(eval COMPILE := $(BIN)/uv pip compile --quiet --no-config --universal --python-version 3.11 --generate-hashes \
		--upgrade --custom-compile-command 'make lock')
	echo 'flit_core>=3.12,<4' | $(COMPILE) pyproject.toml - --output-file requirements.lock
	$(COMPILE) pyproject.toml --extra dev --constraint requirements.lock --output-file requirements-dev.lock
	$(COMPILE) pyproject.toml --extra bench --constraint requirements.lock --output-file requirements-bench.lock
	PATH="$(CURDIR)/$(BIN):$$PATH" npm update --package-lock-only --loglevel=error

# Timings, on a quiet machine: not part of `make test`. SIZES="1000 10000" measures these numbers of certificates.
bench: $(PROJECT) $(LOCKED_DEV) $(LOCKED_BENCH)
	$(BIN)/python -m pytest -m bench -s
	$(BIN)/python -m bench.qr
	$(BIN)/python -m bench $(if $(SIZES),--sizes $(SIZES))
	$(BIN)/python -m bench.profile

# Every kind of page as Lighthouse sees it on a phone, behind the nginx that `lixin publish` configures.
lighthouse: $(PROJECT) $(LOCKED_DEV) $(LIGHTHOUSE) browser
	$(BIN)/python bench/lighthouse/measure.py

# Pictures of every page kind for docs/development, phone and desktop, light and dark.
screenshots: $(PROJECT) $(LOCKED_DEV) browser
	$(BIN)/python -m tests.browser.screenshots docs/development/screenshots

# The reader of QR codes for browsers without one of their own, made anew from its published package.
qr-reader:
	@work=$$(mktemp -d) && cd "$$work" && npm install --silent --no-audit --no-fund qr@0.7.0 esbuild@0.28.2 && \
	echo 'import { decodeQR } from "qr/decode.js"; window.lixinReadCode = decodeQR;' > reader.js && \
	{ echo '/*! Reads QR codes: qr 0.7.0 (https://github.com/paulmillr/qr), bundled by `make qr-reader`.'; echo; \
	  cat node_modules/qr/LICENSE-MIT; echo '*/'; \
	  npx esbuild reader.js --bundle --minify --format=iife --target=es2020 --legal-comments=none --log-level=error; } \
	> '$(CURDIR)/generator/assets/qr-reader.js'; rm -rf "$$work"

clean:
	rm -rf site .site.lixin $(VENV) node_modules .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(LOCKED):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo 'Python 3.11 or newer is needed: make PYTHON=/path/to/python3' >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || sh .ci/install python3-venv
	@echo 'Making the environment in $(VENV) from requirements.lock …'
	@$(PYTHON) -m venv --clear $(VENV)
	@$(INSTALL) -r requirements.lock
	@touch $@

# The development lock holds the same releases and more, so it is laid over the other.
$(LOCKED_DEV): | $(LOCKED)
	@echo 'Adding what the tests need, from requirements-dev.lock …'
	@$(INSTALL) -r requirements-dev.lock
	@touch $@

$(LOCKED_BENCH): | $(LOCKED_DEV)
	@echo 'Adding what the timings need, from requirements-bench.lock …'
	@$(INSTALL) -r requirements-bench.lock
	@touch $@

$(PROJECT): | $(LOCKED)
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(GATES): | $(LOCKED_DEV)
	@echo 'Installing the page gates from package-lock.json …'
	@PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --loglevel=error
	@touch $@

$(LIGHTHOUSE): | $(LOCKED_DEV)
	@echo 'Installing Lighthouse from bench/lighthouse/package-lock.json …'
	@PATH="$(CURDIR)/$(BIN):$$PATH" npm --prefix bench/lighthouse ci --loglevel=error
	@touch $@

browser: | $(LOCKED_DEV)
	@sh .ci/install $(LACKING)
