# Each target sets up what it needs, from nothing. `make` alone says what there is.

# The system's own Python comes first, if it can make environments: one compiled at home is slower unless told not to be.
OWN := for python in /usr/bin/python3.11 python3.11; do $$python -c 'import ensurepip' 2>/dev/null && echo $$python && break; done
PYTHON ?= $(or $(shell $(OWN)),python3.11)

# The same sources give the same bytes, whoever builds them.
export PYTHONHASHSEED := 0
export TZ := UTC
# Trust the certificates that the machine trusts.
export UV_SYSTEM_CERTS := true
# Programs start again and again here: what Python compiles once it keeps, whatever the machine says.
export PYTHONDONTWRITEBYTECODE :=
# Material for MkDocs warns of MkDocs 2, which the locks rule out.
export NO_MKDOCS_2_WARNING := 1

READY := .venv/.ready
RUN := .venv/bin/python
UV := .venv/bin/uv pip

.PHONY: help setup browser tex take-along languages site serve test test-all book package check tampering undecided mutation lint new-distribution registry formulas lock bench audit conformance bridges second-opinion clean

help:      ## say what each target does
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-16s %s\n", $$1, $$2 }' Makefile

setup: $(READY)

# Set-up is done again only when the locks have changed.
$(READY): requirements/uv.txt requirements/dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed")'
	@echo "Setting up .venv"
	@$(RUN) -c '' 2>/dev/null || $(PYTHON) -m venv --clear .venv
	@$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@$(UV) sync --quiet --python $(RUN) --require-hashes requirements/dev.txt
	@$(UV) install --quiet --python $(RUN) --no-deps --no-build-isolation --editable .
	@touch $(READY)

browser: $(READY)
	@$(RUN) -m scripts.tools.browser

tex: $(READY)
	@$(RUN) -m scripts.tools.tex

site: $(READY)  ## derive, check, draw and build the site into site/
	@$(RUN) -m scripts.build
	@echo "The site is in $(CURDIR)/site: open site/index.html, or run 'make serve'."

serve: $(READY)  ## serve the site on this machine and follow every change
	@$(RUN) -m scripts.build --serve

# The tests of the site build it while the others run.
test: $(READY) browser tex  ## build the site if it is out of date, and run every test
	@$(RUN) -m scripts.build --generate
	@$(RUN) -m pytest --numprocesses auto --dist loadgroup $(PYTEST)

test-all:  ## as test, of everything: every page and every pair, not those of the day (an hour or two)
	@KLDIV_TEST_ALL=1 $(MAKE) test

package: $(READY)  ## build the wheel, install it away from here and exercise it, on every Python that is found
	@$(RUN) -m scripts.tools.wheel $(PACKAGE)

check: $(READY)  ## check every derivation in the catalogue
	@.venv/bin/kldiv check

tampering: $(READY)  ## tamper with every derivation of the catalogue and see the checks refuse it
	@$(RUN) -m scripts.tools.tampering

take-along: site tex  ## try all that readers take along: scripts, notebooks, LaTeX, data (an hour or two)
	@nice -n 15 $(RUN) -m scripts.tools.take_along

languages: $(READY)  ## run the code to copy in R, in JavaScript, and in PyTorch and JAX where make conformance has been
	@$(RUN) -m scripts.tools.languages $(wildcard .cache/conformance/bin/python)

undecided: $(READY)  ## ask for a number where there is no formula, and for extreme ones where there is, and see few refused
	@$(RUN) -m scripts.tools.undecided
	@$(RUN) -m scripts.tools.undecided --closed

mutation: $(READY)  ## spoil every step and see the comparison of numbers, by itself, refuse it
	@$(RUN) -m scripts.tools.mutation

book: site browser  ## print the site into one PDF, and pack it into a zip that opens from disk, in dist/
	@$(RUN) -m scripts.tools.book

lint: $(READY)  ## style, types, import contracts, spelling, workflow and citation files
	@$(RUN) -m scripts.tools.lint

new-distribution: $(READY)  ## begin a distribution: make new-distribution NAME=BetaPrime
	@$(RUN) -m scripts.tools.new_distribution $(NAME)

script-numbers: $(READY)  ## hold the formulas in JavaScript to Python's values, at a thousand points each
	@$(RUN) -m scripts.tools.compare_scripts

registry: $(READY)  ## add new permanent ids to the register; refuses to change published ones
	@$(RUN) -m scripts.tools.registry

formulas: $(READY)  ## derive anew the formulas that numbers are put into
	@$(RUN) -m scripts.tools.formulas

lock: $(READY)  ## write the hashed locks anew from pyproject.toml
	@$(RUN) -m scripts.tools.lock

bench: $(READY)  ## how exact and how fast numbers are; time entering, deriving, SymPy's integrate beside it, and builds
	@$(RUN) -m scripts.tools.benchmarks.accuracy
	@$(RUN) -m scripts.tools.benchmarks.accuracy_curves
	@$(RUN) -m scripts.tools.bench
	@$(RUN) -m scripts.tools.bench_estimators

audit: $(READY) browser  ## measure the built site: weight, looks, how it answers, Lighthouse (fetches it), axe on every page
	@$(RUN) -m scripts.build
	@$(RUN) -m scripts.tools.audit

# Two environments: TensorFlow Probability wants an older JAX than NumPyro, Optax and Keras do.
ASKED := .cache/conformance
ASKED_TFP := .cache/conformance-tfp

conformance: $(READY)  ## ask other libraries for the same divergences (downloads some gigabytes; not part of the build)
	@.venv/bin/uv venv --quiet --allow-existing --python $(RUN) $(ASKED)
	@.venv/bin/uv venv --quiet --allow-existing --python $(RUN) $(ASKED_TFP)
	@$(UV) install --quiet --python $(ASKED)/bin/python -r requirements/conformance.in
	@$(UV) install --quiet --python $(ASKED_TFP)/bin/python -r requirements/conformance-tfp.in
	@$(ASKED)/bin/python scripts/conformance/ask_questions.py
	@$(ASKED)/bin/python scripts/conformance/ask_torch.py
	@$(ASKED_TFP)/bin/python scripts/conformance/ask_questions.py --add tensorflow_probability
	@$(RUN) -m scripts.conformance.compare_libraries torch,numpyro,scipy=$(ASKED)/bin/python tfp=$(ASKED_TFP)/bin/python

# The libraries that bridges lead to, again in two environments.
BRIDGES := .cache/bridges
BRIDGES_TFP := .cache/bridges-tfp
BRIDGE_TESTS := -m pytest -c tests/bridges/pytest.ini

bridges: $(READY)  ## test the ways into PyTorch, JAX, NumPyro and TFP with these libraries (downloads some gigabytes)
	@.venv/bin/uv venv --quiet --allow-existing --python $(RUN) $(BRIDGES)
	@.venv/bin/uv venv --quiet --allow-existing --python $(RUN) $(BRIDGES_TFP)
	@$(UV) install --quiet --python $(BRIDGES)/bin/python -r requirements/bridges.in
	@$(UV) install --quiet --python $(BRIDGES_TFP)/bin/python -r requirements/bridges-tfp.in
	@PYTHONPATH=src $(BRIDGES)/bin/python $(BRIDGE_TESTS) tests/bridges src/kldiv/torch.py src/kldiv/jax.py --ignore=tests/bridges/tfp
	@PYTHONPATH=src $(BRIDGES_TFP)/bin/python $(BRIDGE_TESTS) tests/bridges/tfp

# Its environment holds two computer algebra systems as wheels; they are asked from here, over pipes.
SECOND := .cache/second-opinion

second-opinion: $(READY)  ## ask Maxima and Giac for every divergence that has a closed form (not part of the build)
	@.venv/bin/uv venv --quiet --allow-existing --python $(RUN) $(SECOND)
	@$(UV) sync --quiet --python $(SECOND)/bin/python --require-hashes requirements/second-opinion.txt
	@nice -n 15 $(RUN) -m scripts.conformance.second_opinion $(SECOND)/lib/python3.*/site-packages/sage_wheels

clean:     ## remove everything that was made, and keep what was written
	rm -rf .venv .cache site docs/generated build dist .pytest_cache .coverage* .ruff_cache .mypy_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -prune -exec rm -rf {} +
