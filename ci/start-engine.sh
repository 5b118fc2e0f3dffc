#!/usr/bin/env bash
# Starts the Docker engine of a bare Debian (root), which has no service manager. Where one answers it does nothing.
set -euo pipefail

docker info >/dev/null 2>&1 && exit 0
log=$(mktemp /tmp/dockerd.XXXXXX.log)
setsid dockerd >"$log" 2>&1 </dev/null &
for _ in $(seq 60); do
  docker info >/dev/null 2>&1 && exit 0
  sleep 1
done
tail -n 5 "$log" >&2
echo "the Docker engine did not start" >&2
exit 3
