# make run     the portal with five real plans, on http://127.0.0.1:8000 (PORT=8001 for another port)
# make test    every test, against a real PostgreSQL and a real browser
# make check   style, types, layers, migrations, production settings

PYTHON ?= python3
PORT ?= 8000
REQUIREMENTS = deploy/requirements
BIN = .venv/bin
PROCESSES ?= auto

# The demonstration's and the tests' own choice; production sets its settings in the environment.
export PORTAL_DEMO = 1
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: run test check format requirements bench clean

run: .venv/local
	@$(BIN)/python manage.py demonstration --port $(PORT)
	@PORTAL_BIND=127.0.0.1:$(PORT) PORTAL_READER=1 exec $(BIN)/gunicorn --config deploy/gunicorn.py

test: .venv/dev
	@$(BIN)/python -m tests.chromium
	$(BIN)/python -m pytest -n $(PROCESSES) --dist loadgroup --cov --cov-report=term $(ARGS)

check: .venv/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djade --target-version 5.2 --check $$(git ls-files 'templates/*.html')
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python manage.py makemigrations --check --dry-run
	PORTAL_DEMO=0 PORTAL_SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(60))') \
	PORTAL_HOSTS=portalen.example DATABASE_URL=postgresql://portalen@localhost/portalen \
	$(BIN)/python manage.py check --deploy --fail-level WARNING

format: .venv/dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/djade --target-version 5.2 $$(git ls-files 'templates/*.html')

bench: .venv/dev
	$(BIN)/python -m benchmarks.pages
	$(BIN)/python -m benchmarks.reading
	$(BIN)/python -m benchmarks.intake
	$(BIN)/python -m benchmarks.editing
	$(BIN)/python -m benchmarks.paper
	$(BIN)/python -m benchmarks.taking
	$(BIN)/python -m benchmarks.search

# Versions and hashes anew, from pyproject.toml; needs `pip install uv`.
requirements:
	for set in production local dev; do \
	  case $$set in production) extras= ;; local) extras="--extra local" ;; dev) extras="--extra local --extra dev" ;; esac; \
	  uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-strip-extras \
	    --no-emit-index-url --no-emit-find-links $$extras --output-file $(REQUIREMENTS)/$$set.txt pyproject.toml || exit 1; \
	done

clean:
	-$(BIN)/python manage.py database stop
	rm -rf .venv .data .static

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Portalen behöver Python 3.11 eller nyare: make PYTHON=python3.11"; exit 1; }
	$(PYTHON) -m venv .venv

# Each installs what its file lists, and again when the file has changed.
.venv/local: $(REQUIREMENTS)/local.txt | .venv/bin/python
	$(BIN)/pip install --quiet --require-hashes -r $<
	@touch $@

.venv/dev: $(REQUIREMENTS)/dev.txt | .venv/bin/python
	$(BIN)/pip install --quiet --require-hashes -r $<
	@touch $@
