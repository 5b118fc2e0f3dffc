#!/usr/bin/env bash
# Gives Docker its command `compose`, built with Go, where there is none.
set -euo pipefail
cd "$(dirname "$0")/../tools/compose"

if ! docker compose version >/dev/null 2>&1; then
  echo "Building Compose with Go (once, about three minutes) ..."
  plugins=${DOCKER_CONFIG:-$HOME/.docker}/cli-plugins
  mkdir -p "$plugins"
  version=$(go list -m -f '{{.Version}}' github.com/docker/compose/v2)
  GOFLAGS=-mod=readonly go build -trimpath \
    -ldflags "-s -w -X github.com/docker/compose/v2/internal.Version=$version" \
    -o "$plugins/docker-compose" github.com/docker/compose/v2/cmd
fi
docker compose version
