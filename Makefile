# Few verbs, each with one contract. `make help` lists them.
# Every verb sets up .venv by itself and is quick when nothing changed.

PYTHON ?= python3
# Extra words for pip, for instance an index that has a CPU-only torch.
PIP_ARGS ?=
LESSON ?=
NAME ?=
# Empty: one engine beside the grader, in its usual isolation.
WORKERS ?=
ISOLATION ?=
PY := .venv/bin/python

.PHONY: help lab test fuzz corpus build new-lesson lint-lessons grade report bench dist table \
	screenshots clean

help: ## list these verbs
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.venv/made: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "This course needs Python 3.11 or newer; run: make PYTHON=/path/to/python3.11"; exit 1; }
	$(PYTHON) -m venv --clear .venv
	@touch $@

.venv/learner: .venv/made requirements.txt pyproject.toml
	$(PY) -m pip install --quiet $(PIP_ARGS) -c requirements.txt -e .
	@touch $@

.venv/cluster: .venv/learner
	$(PY) -m pip install --quiet $(PIP_ARGS) -c requirements.txt -e '.[cluster]'
	@touch $@

.venv/author: .venv/learner
	$(PY) -m pip install --quiet $(PIP_ARGS) -c requirements.txt -e '.[dev]'
	@touch $@

lab: .venv/learner ## open the course in JupyterLab
	$(PY) -m course lab

test: .venv/author ## run every check: style, tests, notebooks
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	OMP_NUM_THREADS=1 $(PY) -m pytest -n 2 --dist loadfile --no-loadscope-reorder
	FREEZING_LAYERS_PROGRESS=off $(PY) -m pytest --nbval solutions -n 2 --dist loadfile -o filterwarnings=default

fuzz: .venv/author ## run the random tests for longer: damaged notebooks, forged evidence, kills
	FUZZ_EXAMPLES=20000 FUZZ_KILLS=300 OMP_NUM_THREADS=1 $(PY) -m pytest -q tests/test_*fuzz*.py tests/test_kills.py

corpus: .venv/author ## grade every attack and every damaged notebook, ours beside stock nbgrader
	$(PY) -m tests.corpus

build: .venv/author ## make solutions/ and notebooks/ from course/lessons/
	$(PY) -m course build $(LESSON)

new-lesson: .venv/author ## make a lesson that builds, to write on from: NAME=counting_frozen
	$(PY) -m course new $(NAME)

lint-lessons: .venv/author ## say what is missing in and around the lessons; also LESSON=...
	$(PY) -m course lint $(LESSON)

grade: $(if $(WORKERS),.venv/cluster,.venv/learner) ## grade gradebook/submitted/; also LESSON=02_silent_failures, WORKERS=4, ISOLATION=none
	$(PY) -m autograder grade $(LESSON) $(if $(WORKERS),--workers $(WORKERS)) $(if $(ISOLATION),--isolation $(ISOLATION))

report: .venv/learner ## say what the graded class misunderstands
	$(PY) -m autograder report $(LESSON)

bench: .venv/author ## measure lessons, checks and grading; writes bench.json
	$(PY) -m autograder bench

dist: .venv/author ## make the wheel that learners install, in dist/
	rm -rf build
	$(PY) -m pip wheel --quiet --no-deps --wheel-dir dist .

table: .venv/author ## make docs/MISTAKES.md again: which mistake is caught by which exercise
	$(PY) -m tests.mistake_table

screenshots: .venv/author ## make the README's pictures again, in a real browser
	$(PY) -m pytest -q tests/test_browser.py tests/test_browser_desk.py \
	  tests/test_browser_formgrader.py tests/test_browser_report.py --screenshots

clean: ## remove .venv and everything made by tests; never the gradebook
	rm -rf .venv dist build bench.json corpus.json .build-* *.egg-info .pytest_cache .ruff_cache .hypothesis
