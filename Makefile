# Every command below sets up .venv by itself, from the hashed lock, when it is missing or stale.
# Paths are relative and quoted: the checkout may stand in a folder with spaces or Chinese.
.DEFAULT_GOAL := help
.PHONY: help env report test lint lab bench clean lock

PYTHON ?= python3
PY := .venv/bin/python
export PYTHONUTF8 := 1
# One thread of linear algebra a process: tests and notebooks run two at a time.
export OMP_NUM_THREADS := 1
export OPENBLAS_NUM_THREADS := 1
# Reports and tests start many processes: what one of them compiled the others read.
export PYTHONDONTWRITEBYTECODE :=

help: ## this list
	@grep -E '^[a-z]+: .*##' Makefile | sed -E 's/^([a-z]+):[^#]*## /  make \1\t/' | expand -t 16

report: env ## the whole analysis: tables, notebooks, figures, reports/index.html
	@$(PY) -m analysis report

test: env lint ## lint, unit tests, notebooks against their stored outputs, built reports
	@scratch=$$(mktemp -d) && trap 'rm -rf "$$scratch"' EXIT && \
	{ $(PY) -m analysis tables --out "$$scratch/tables" & } && tables=$$! && \
	ANALYSIS_TABLES="$$scratch/tables" ANALYSIS_FIGURES="$$scratch/figures" \
	  PYTEST_DISABLE_PLUGIN_AUTOLOAD=1 $(PY) -m pytest -p tests.lean -p xdist -p nbval.plugin \
	  -n 2 --dist loadfile --no-loadscope-reorder --nbval --nbval-current-env notebooks tests analysis && \
	wait $$tables

lint: env ## ruff: lint and format, notebooks too
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .

lab: env ## JupyterLab on the notebooks
	@$(PY) -m jupyterlab notebooks/00-map.ipynb

bench: env ## counting beside jieba alone, into docs/performance.md; CORPUS=DIR of real prose, SIZES="1 10"
	@$(PY) benchmarks/count.py $(if $(CORPUS),--corpus "$(CORPUS)") $(if $(SIZES),--sizes $(SIZES)) --page docs/performance.md

clean: ## remove what was built: .venv, reports, caches
	rm -rf .venv reports .cache .pytest_cache .ruff_cache .hypothesis
	find analysis tests -name __pycache__ -type d -prune -exec rm -rf {} +

# Stale means: another lock, another Python, or a checkout that was moved.
env:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "$(PYTHON) is missing or older than 3.11. Install Python 3.11 or newer, or name one: make PYTHON=python3.12 …" >&2; exit 2; }
	@want="$$(cksum < requirements.lock) $$(cksum < pyproject.toml) $$($(PYTHON) --version) $$(pwd)"; \
	if [ "$$(cat .venv/.installed 2>/dev/null)" != "$$want" ]; then \
	  echo "Setting up .venv from requirements.lock (about a minute, once) …"; \
	  rm -rf .venv && $(PYTHON) -m venv .venv && \
	  $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock && \
	  $(PY) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e . && \
	  printf '%s' "$$want" > .venv/.installed || { \
	  echo "Setting up .venv failed; the lines above say why. Nothing else was changed: mend it and run the command again." >&2; exit 2; }; \
	fi

lock: ## (maintainers) the two pin files anew from pyproject.toml; needs uv
	uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 --no-header --no-annotate --quiet --generate-hashes -o requirements.lock
	uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 --no-header --no-annotate --quiet -o requirements.txt
