#!/bin/sh
# Lints and tests the FastAPI subject in a virtual environment of its own. Skipped, with the reason, without Python.
# Its arguments are pytest's; paths among them start in this folder.
set -eu
cd "$(dirname "$0")"

if ! python3 -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
  echo "Skipped: the tests of FastAPI take Python 3.11 or later with venv (Debian: apt install python3-venv)."
  # CI must not pass for want of it.
  [ -z "${CI:-}" ]
  exit
fi

# Made anew when the pins change. Not by `.venv/bin/pip`, whose first line would name a folder that may hold spaces.
if ! cmp -s requirements-dev.txt .venv/requirements-dev.txt; then
  echo "Making the virtual environment of the FastAPI tests ..."
  rm -rf .venv
  python3 -m venv .venv
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements-dev.txt
  cp requirements-dev.txt .venv/
fi
.venv/bin/ruff check --quiet
.venv/bin/ruff format --quiet --check
# Four at a time on any machine, as they mostly wait for processes to start and to end.
.venv/bin/python -m pytest --quiet -rs --no-fold-skipped --numprocesses 4 --dist loadgroup "$@"
