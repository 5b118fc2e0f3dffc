#!/usr/bin/env bash
# Starts the Docker engine of a bare Debian (root), which has no service manager. Where one answers it does nothing.
set -euo pipefail

# The scheduler shares the CPUs among sessions, and to it all containers together are one: beside a dozen busy sessions
# those of a lab take half a minute each to start. Here they count for four.
give_containers_their_share() {
  local version_1=/sys/fs/cgroup/cpu/docker version_2=/sys/fs/cgroup/docker
  if [ -e /sys/fs/cgroup/cgroup.controllers ]; then
    mkdir -p "$version_2" && echo 400 >"$version_2/cpu.weight"
  else
    mkdir -p "$version_1" && echo 4096 >"$version_1/cpu.shares"
  fi || echo 'the containers keep the share of one session' >&2
}

docker info >/dev/null 2>&1 && exit 0
log=$(mktemp /tmp/dockerd.XXXXXX.log)
setsid dockerd >"$log" 2>&1 </dev/null &
for _ in $(seq 60); do
  if docker info >/dev/null 2>&1; then
    give_containers_their_share
    exit 0
  fi
  sleep 1
done
tail -n 5 "$log" >&2
echo "the Docker engine did not start" >&2
exit 3
