# `make help` lists the targets. The first call of a target makes a virtual environment and installs the locked packages
# into it; a changed lock installs again. Nothing here needs more than Python 3.11 with venv, and make.

PYTHON ?= $(or $(shell command -v python3.11 || command -v python3),python3)
VENV ?= .venv
LEAN_VENV ?= .venv-lean
DOCS_VENV ?= .venv-docs
BIN := $(VENV)/bin
MANAGE := $(BIN)/python manage.py
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet --quiet

SITE ?= examples/site
ARGS ?=
UV ?= uv
UPGRADE ?=
TORCH_INDEX ?=
TORCH = $(shell sed -n 's/^\(torch==[^ ]*\).*/\1/p' requirements/ml.in)
TORCH_OPTIONS = --retries 0 --no-deps $(if $(TORCH_INDEX),--extra-index-url $(TORCH_INDEX)) $(TORCH)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

.PHONY: help
help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

##  Use

.PHONY: audit
audit: $(VENV)/base ## Audit SITE, a folder or an http(s) URL; more options in ARGS
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) meta_auto "$(SITE)" $(ARGS)

.PHONY: serve
serve: $(VENV)/base ## Serve the API and the admin on http://127.0.0.1:8000/
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) runserver $(ARGS)

.PHONY: worker
worker: $(VENV)/base ## Do what the API and the admin order, until stopped
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) seo_worker $(ARGS)

.PHONY: ml
ml: $(VENV)/ml ## Install what the search plugin needs (docs/how-to/install-ml.md)

##  Check

.PHONY: test
test: lint types contracts migrations workflows $(VENV)/release ## Run every check and every test; pytest options in ARGS
	@$(BIN)/python -m pytest $(ARGS)

.PHONY: test-ml
test-ml: $(VENV)/dev $(VENV)/ml ## Run the tests of the search plugin; pytest options in ARGS
	@SITEAGENT_APPS=seo_meta,ml_search $(BIN)/python -m pytest ml_search $(ARGS)

.PHONY: lint
lint: $(VENV)/dev ## Lint and check the formatting
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check

.PHONY: types
types: $(VENV)/dev ## Check the types
	@SITEAGENT_APPS=seo_meta,ml_search $(BIN)/mypy

.PHONY: contracts
contracts: $(VENV)/dev ## Check which module may import which
	@$(BIN)/lint-imports

.PHONY: migrations
migrations: $(VENV)/dev ## Check that no migration is missing
	@SITEAGENT_APPS=seo_meta,ml_search $(MANAGE) makemigrations --skip-checks --check --dry-run

.PHONY: workflows
workflows: $(VENV)/dev ## Check what runs on GitHub, and the shell scripts
	@$(BIN)/zizmor --quiet --offline --persona auditor --strict-collection .github
	@$(BIN)/jactionlint --strict-exit --no-online --shellcheck $(BIN)/shellcheck
	@$(BIN)/shellcheck .ci/run deploy/*.sh

.PHONY: lean
lean: ## Make LEAN_VENV with the packages of Dockerfile.ci alone; `make test` measures it when given
	@$(MAKE) --no-print-directory VENV=$(LEAN_VENV) $(LEAN_VENV)/ci

.PHONY: docs
docs: ## Build the documentation into build/docs; a broken link fails
	@$(MAKE) --no-print-directory VENV=$(DOCS_VENV) $(DOCS_VENV)/docs
	@NO_MKDOCS_2_WARNING=1 $(DOCS_VENV)/bin/mkdocs build --strict $(ARGS)

BENCH := apply audit_memory audit_speed descriptions html_edit near_duplicates proposals rule_accuracy rule_cost
BENCH_CRAWL := crawl_speed crawl_memory frontier_memory unchanged_rerun
RUN_BENCH = for name in $(1); do echo "== $$name"; $(BIN)/python "benchmarks/$$name.py" || exit; done

.PHONY: bench
bench: $(VENV)/dev ## Run the benchmarks and print their ratios
	@$(call RUN_BENCH,$(BENCH))

.PHONY: bench-crawl
bench-crawl: $(VENV)/dev ## Run the benchmarks of live sites (an hour; benchmarks/README.md says what they need)
	@$(call RUN_BENCH,$(BENCH_CRAWL))

BENCH_ML := vector_recall

.PHONY: bench-ml
bench-ml: $(VENV)/dev $(VENV)/ml ## Run the benchmarks of the search plugin
	@export SITEAGENT_APPS=seo_meta,ml_search; $(call RUN_BENCH,$(BENCH_ML))

# Its scripts kill SiteAgent in all its parts, the search among them, and share runs through a Redis.
.PHONY: chaos
chaos: $(VENV)/dev $(VENV)/redis $(VENV)/ml ## Kill, cut and starve it, and write what was found to docs; scripts in ARGS
	@SITEAGENT_APPS=seo_meta,ml_search $(BIN)/python benchmarks/suite.py chaos $(ARGS)

.PHONY: load
load: $(VENV)/dev $(VENV)/ml ## Review and search with many at once, and write what was found to docs; scripts in ARGS
	@SITEAGENT_APPS=seo_meta,ml_search $(BIN)/python benchmarks/suite.py load $(ARGS)

.PHONY: image-ci
image-ci: ## Build the lean image with Docker
	docker build --file Dockerfile.ci --tag siteagent-ci .

##  Release

.PHONY: package
package: export SOURCE_DATE_EPOCH ?= $(shell git log -1 --format=%ct)
package: $(VENV)/release ## Write the sdist and the wheel to dist/; one commit gives one wheel, byte for byte
	@rm -rf dist build/lib *.egg-info
	@$(BIN)/python -m build --quiet --no-isolation
	@$(BIN)/twine check --strict dist/*

# The wheel with the packages of an image: by hash, and without pip.
INSTALL = $(PIP) --python build/$*/bin/python install
INSTALL_lean = $(INSTALL) --require-hashes --requirement requirements/ci.txt
INSTALL_full = $(INSTALL) --require-hashes --requirement requirements/prod.txt \
	&& $(INSTALL) $(TORCH_OPTIONS) && $(INSTALL) --require-hashes --requirement requirements/ml.txt

build/lean/installed build/full/installed: build/%/installed: package
	@echo "Installing the wheel into build/$*"
	@$(PYTHON) -m venv --clear --without-pip build/$*
	@$(INSTALL_$*)
	@$(INSTALL) --no-deps --no-index --find-links dist siteagent
	@touch $@

.PHONY: try-package
try-package: build/lean/installed ## Audit the example with the wheel, in an environment of its own
	@rm -rf build/try && cp -R examples/site build/try
	@cd build/try && ../lean/bin/siteagent migrate --verbosity 0 && ../lean/bin/siteagent meta_auto . --fail-on never

SBOMS := build/sbom/siteagent-lean.cdx.json build/sbom/siteagent-full.cdx.json

.PHONY: sbom
sbom: $(SBOMS) ## Write what the lean and the full installation hold to build/sbom/, as CycloneDX

$(SBOMS): build/sbom/siteagent-%.cdx.json: build/%/installed
	@mkdir -p build/sbom
	@$(BIN)/cyclonedx-py environment --output-reproducible --output-file $@ build/$*

.PHONY: audit-deps
audit-deps: $(VENV)/release ## Ask PyPI for known vulnerabilities of every locked version
	@echo $(TORCH) | $(BIN)/pip-audit --strict --progress-spinner off --disable-pip --no-deps \
		$(LOCKS:%=--requirement requirements/%.txt) --requirement /dev/stdin

##  Regenerate

.PHONY: openapi
openapi: $(VENV)/dev ## Write docs/reference/openapi.json and openapi-search.json
	@$(MANAGE) export_openapi_schema --api siteagent_project.api.api --sorted --indent 2 --output docs/reference/openapi.json
	@$(BIN)/python scripts/build_search_openapi.py

.PHONY: licences
licences: $(VENV)/release $(VENV)/prod $(VENV)/redis $(VENV)/ml ## Write docs/reference/licences.md; refuses what cannot be shipped with
	@$(BIN)/python scripts/build_licences.py

.PHONY: rule-index
rule-index: $(VENV)/base ## Write docs/reference/rules/README.md
	@$(BIN)/python scripts/build_rule_index.py

.PHONY: errors
errors: $(VENV)/base ## Write docs/reference/errors.md
	@$(BIN)/python scripts/build_error_reference.py

# What each list is compiled from. In this order, each takes the versions of one before as its constraints.
LOCKS := base ci prod redis ml dev release docs
LOCKED_base := base.in
LOCKED_ci := base.in ci.in --constraints base.txt
LOCKED_prod := base.in prod.in --constraints ci.txt
LOCKED_redis := redis.in --constraints prod.txt
LOCKED_ml := ml.in --constraints prod.txt --override ml.overrides --no-emit-package torch
LOCKED_dev := base.in prod.in dev.in --constraints prod.txt
LOCKED_release := release.in --constraints dev.txt
LOCKED_docs := docs.in --constraints dev.txt
LOCK := $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
	--custom-compile-command "make lock" $(UPGRADE)

.PHONY: lock
lock: ## Compile requirements/*.in (needs uv; UPGRADE=--upgrade takes newer versions)
	@set -e; cd requirements; $(foreach name,$(LOCKS),$(LOCK) $(LOCKED_$(name)) --output-file $(name).txt;)

.PHONY: clean
clean: ## Remove the virtual environment, caches and reports; keeps the database
	rm -rf $(VENV) $(LEAN_VENV) $(DOCS_VENV) siteagent-report build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Each file marks that a lock was installed, and is older than a lock that has changed since.

$(VENV)/python:
	@echo "Making $(VENV) with $(PYTHON)"
	@$(PYTHON) -c 'import sys; sys.exit("SiteAgent needs Python 3.11 or later." if sys.version_info < (3, 11) else 0)'
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/base $(VENV)/ci $(VENV)/prod $(VENV)/redis $(VENV)/dev $(VENV)/release $(VENV)/docs: $(VENV)/%: requirements/%.txt $(VENV)/python
	@echo "Installing $<"
	@$(PIP) install --require-hashes --requirement $<
	@touch $@

# torch goes first and alone: a later pip then finds it there and takes no other build. Its dependencies are in ml.txt.
$(VENV)/ml: requirements/ml.txt $(VENV)/base
	@echo "Installing torch and $<"
	@$(PIP) install $(TORCH_OPTIONS)
	@$(PIP) install --require-hashes --requirement $<
	@touch $@
