# Short names for the commands of CONTRIBUTING.md; nothing here that ./run cannot do.

# List the recipes.
default:
    @just --list

# Lint and tests, as CI runs them.
check: lint test

lint:
    ./run lint

test *options:
    ./run test {{options}}

# Rewrite code in the one format, and mend what ruff can mend.
fix:
    ./run with ruff check --fix .
    ./run with ruff format .

# Rewrite the readable runs of the shipped cases; the diff is the list of numbers that moved.
playthroughs:
    NETBACK_REWRITE=1 ./run test tests/playthroughs

# Time every subject and phase and print ratios.
bench *options:
    ./run with python -m benchmarks {{options}}

# Build the documentation into site/.
docs:
    ./run with zensical build

# Compile constraints.txt again; `just pin --upgrade` moves to newer versions.
pin *options:
    ./run with uv pip compile pyproject.toml --group dev --all-extras --universal --python-version 3.11 --no-emit-index-url --no-emit-find-links --no-header --no-annotate --quiet --output-file constraints.txt {{options}}
