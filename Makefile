# make run: the app. make check: lint, types and unit tests, in a minute. make test: everything that must hold.
# make bench: the table in docs/measurements.md. Why mypy checks the types: CONTRIBUTING.md.
VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= $(shell for candidate in python3 python3.13 python3.12 python3.11 python; do \
	$$candidate tools/check_python.py 2>/dev/null && echo $$candidate && break; done)

# Processes that check types, and that run unit tests.
WORKERS := 2
# Processes that run all tests. One of them has the browser, and waits for it half of the time; the others give way to it.
TESTERS := 3

.PHONY: run check test test-hostile test-exports test-cloud presets bench load failover format

run: $(VENV)/.run
	$(BIN)/streamlit run app.py

check: $(VENV)/.test
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy -n $(WORKERS)
	$(BIN)/python -m pytest -n $(WORKERS) tests/unit

test: $(VENV)/.test
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy -n $(WORKERS)
	$(BIN)/python -m tools.chromium
	$(BIN)/python -m pytest -n $(TESTERS)

# Ten thousand addresses, as many messages and codes of hand-ins, as nobody sends them: an hour. `make test` has some of each.
test-hostile: $(VENV)/.test
	$(BIN)/python -m pytest -n $(WORKERS) --hypothesis-profile=hostile tests/app/test_hostile_addresses.py \
		tests/app/test_hostile_values.py tests/browser/test_hostile_messages.py tests/unit/nnkit/lessons/test_handin.py

# Scripts and notebooks in plain Keras, in full: every preset, fifty drawn experiments, the chapter. Half an hour. Also
# the runs that come with the app and the presets in the app's own training, as far as `make test` leaves them out.
test-exports: $(VENV)/.test
	$(BIN)/python -m pytest -n $(WORKERS) -m exports -rP tests/oracle/code/test_exports.py \
		tests/oracle/training/test_bundled_runs.py tests/oracle/training/test_training.py

# The app as on Community Cloud: a new environment with requirements.txt alone, a checkout that can't be written, an
# empty home. Every section, two trainings, the memory. Five minutes, most of them to install; PYTHON names the Python.
test-cloud: $(VENV)/.test
	CLOUD_PYTHON=$(PYTHON) $(BIN)/python -m pytest tests/cloud/smoke.py

# The runs that come with the app. Needed again after a change of anything that a run depends on.
presets: $(VENV)/.test
	$(BIN)/python -m tools.build_runs

bench: $(VENV)/.bench
	$(BIN)/python -m tools.chromium
	$(BIN)/python -m bench

# A class on one server: every section, a lesson with vandals, hanging and killed workers. Forty minutes.
load: $(VENV)/.test
	$(BIN)/python -m bench.load
	$(BIN)/python -m bench.classroom
	$(BIN)/python -m bench.faults

# Thirty visitors over two servers and two workers, each killed once; needs nginx. Ten minutes.
failover: $(VENV)/.test
	$(BIN)/python -m bench.failover

format: $(VENV)/.test
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

# Stamps: what is installed already is not installed again.
$(VENV)/.run: requirements.txt
	@$(or $(PYTHON),python3) tools/check_python.py
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.test: requirements-dev.txt requirements-dask.txt requirements-tensorboard.txt $(VENV)/.run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

$(VENV)/.bench: requirements-bench.txt $(VENV)/.test
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-bench.txt
	@touch $@
