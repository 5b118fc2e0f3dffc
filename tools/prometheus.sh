#!/bin/sh
# Prints the folder with prometheus and promtool of the pinned version, built with Go once if need be.
set -eu
cd "$(dirname "$0")/prometheus"
command -v go >/dev/null || { echo "promtool needs Go to be built: install Go (https://go.dev/dl)" >&2; exit 3; }
version=$(go list -m -f '{{.Version}}' github.com/prometheus/prometheus)
# Of the ways to find targets those that the lab's configuration has: by files, which is always there, and by DNS.
tags=remove_all_sd,enable_dns_sd
folder=${XDG_CACHE_HOME:-$HOME/.cache}/headroom/prometheus/$version-$tags
if ! [ -x "$folder/prometheus" ] || ! [ -x "$folder/promtool" ]; then
  echo "Building Prometheus $version with Go (once, about four minutes) ..." >&2
  mkdir -p "$folder"
  GOFLAGS=-mod=readonly CGO_ENABLED=0 go build -trimpath -ldflags '-s -w' -tags "$tags" -o "$folder/" \
    github.com/prometheus/prometheus/cmd/promtool github.com/prometheus/prometheus/cmd/prometheus
fi
echo "$folder"
