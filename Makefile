# Everything starts here. `make run` and `make test` need Python 3.12 or newer and nothing else.
PORT ?= 8000
ARGS ?=
UPGRADE ?=
export PORT
# Without what Python has compiled, each process of the tests would compile everything anew.
unexport PYTHONDONTWRITEBYTECODE

PYTHON_HERE = .venv/bin/python
# As many processes as there are cores; ARGS="-n 0 --pdb" tests in one.
PYTEST = $(PYTHON_HERE) -m pytest -n auto --maxprocesses 4
COMPILE = uv pip compile --quiet --universal --python-version 3.12 --generate-hashes --no-header $(UPGRADE)

.PHONY: help run test test-wide journeys check bench lock clean

help:
	@echo 'make run        set up and serve on http://127.0.0.1:8000 (make run PORT=8123 for another port)'
	@echo 'make test       set up and run the tests (make test ARGS="tests/lib -x" passes arguments to pytest)'
	@echo 'make test-wide  what takes long or measures time, on a machine that does nothing else'
	@echo 'make journeys   the journeys in a real browser; they need Chromium'
	@echo 'make check      linters, types, floors of the house, migrations, deployment checks'
	@echo 'make bench      measure the search (make bench ARGS="quality --queries FILE"; see bench/search/README.md)'
	@echo 'make lock       lock the dependencies again; needs uv and npm (UPGRADE=--upgrade for newer ones)'
	@echo 'make clean      throw away what set-up made; what is in var/ stays'

run:
	@exec sh scripts/python -m scripts.run

test:
	@sh scripts/python -m scripts.set_up dev
	@$(PYTEST) -m "not wide and not browser" $(ARGS)

test-wide:
	@sh scripts/python -m scripts.set_up dev
	@$(PYTHON_HERE) -m pytest -m wide $(ARGS)

journeys:
	@sh scripts/python -m scripts.set_up dev
	@SKIPS_FAIL=true $(PYTEST) -m "browser and not wide" $(ARGS)

check:
	@sh scripts/python -m scripts.set_up dev
	@$(PYTHON_HERE) -m scripts.check

bench:
	@sh scripts/python -m scripts.set_up dev
	@$(PYTHON_HERE) -m bench.search $(ARGS)

lock:
	$(COMPILE) pyproject.toml --output-file requirements/run.txt
	$(COMPILE) pyproject.toml --group dev --output-file requirements/dev.txt
	$(COMPILE) pyproject.toml --group bench --output-file requirements/bench.txt
	$(COMPILE) requirements/node.in --output-file requirements/node.txt
	npm install --package-lock-only

clean:
	rm -rf .venv node_modules static/vendor static/built staticfiles styles/vendor htmlcov .coverage
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find bench kb tests scripts -type d -name __pycache__ -prune -exec rm -rf {} +
