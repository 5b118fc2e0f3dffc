#!/usr/bin/env bash
# Entrypoint of the stand-in for the official PostgreSQL image: what the lab uses of that image's own, no more.
set -euo pipefail

if [ ! -s "$PGDATA/PG_VERSION" ]; then
  : "${POSTGRES_PASSWORD:?must be set for the first start}"
  : "${POSTGRES_DB:=postgres}"
  export PGPASSWORD=$POSTGRES_PASSWORD
  # Several options in one variable, as the official image takes them.
  # shellcheck disable=SC2086
  initdb --username=postgres --pwfile=<(echo "$POSTGRES_PASSWORD") ${POSTGRES_INITDB_ARGS:-}
  # Until it is seeded it is reached by its socket alone.
  pg_ctl --wait --options="$(printf '%q ' "${@:2}") -c listen_addresses=''" start
  psql --no-psqlrc --username=postgres --command="CREATE DATABASE \"$POSTGRES_DB\""
  for script in /docker-entrypoint-initdb.d/*.sql; do
    psql --no-psqlrc --set=ON_ERROR_STOP=1 --username=postgres --dbname="$POSTGRES_DB" --file="$script"
  done
  pg_ctl --wait --mode=fast stop
fi
exec "$@"
