#!/usr/bin/env bash
# Gives a bare Debian (root) a Docker engine and Compose. On a machine that has them it does nothing.
set -euo pipefail
cd "$(dirname "$0")/.."

missing=()
command -v dockerd >/dev/null || docker info >/dev/null 2>&1 || missing+=(docker.io iptables)
command -v docker >/dev/null || missing+=(docker.io iptables)
command -v debootstrap >/dev/null || missing+=(debootstrap)
if [ ${#missing[@]} -gt 0 ]; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "${missing[@]}" >/dev/null
fi

# No service manager here: the engine is started by hand, and this waits for its socket.
if ! docker info >/dev/null 2>&1; then
  log=$(mktemp /tmp/dockerd.XXXXXX.log)
  setsid dockerd >"$log" 2>&1 </dev/null &
  for _ in $(seq 60); do
    docker info >/dev/null 2>&1 && break
    sleep 1
  done
  docker info >/dev/null 2>&1 || { tail -n 5 "$log" >&2; echo "the Docker engine did not start" >&2; exit 3; }
fi

if ! docker compose version >/dev/null 2>&1; then
  echo "Building Compose with Go (once, about three minutes) ..."
  plugins=${DOCKER_CONFIG:-$HOME/.docker}/cli-plugins
  mkdir -p "$plugins"
  version=$(cd tools/compose && go list -m -f '{{.Version}}' github.com/docker/compose/v2)
  (cd tools/compose && GOFLAGS=-mod=readonly go build -trimpath \
    -ldflags "-s -w -X github.com/docker/compose/v2/internal.Version=$version" \
    -o "$plugins/docker-compose" github.com/docker/compose/v2/cmd)
fi
docker compose version
