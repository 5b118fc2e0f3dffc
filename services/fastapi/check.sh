#!/bin/sh
# Lints and tests the FastAPI subject in a virtual environment of its own. Skipped, with the reason, without Python.
set -eu
cd "$(dirname "$0")"

if ! python3 -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
  echo "Skipped: the tests of FastAPI take Python 3.11 or later with venv (Debian: apt install python3-venv)."
  exit 0
fi

# Made anew when the pins change.
if ! cmp -s requirements-dev.txt .venv/requirements-dev.txt; then
  echo "Making the virtual environment of the FastAPI tests ..."
  rm -rf .venv
  python3 -m venv .venv
  .venv/bin/pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements-dev.txt
  cp requirements-dev.txt .venv/
fi
.venv/bin/ruff check --quiet
.venv/bin/ruff format --quiet --check
.venv/bin/python -m pytest --quiet "$@"
