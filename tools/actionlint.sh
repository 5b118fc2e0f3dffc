#!/bin/sh
# Prints the path of actionlint in the pinned version, built with Go once if need be.
set -eu
cd "$(dirname "$0")/actionlint"
command -v go >/dev/null || { echo "actionlint needs Go to be built: install Go (https://go.dev/dl)" >&2; exit 3; }
version=$(go list -m -f '{{.Version}}' github.com/rhysd/actionlint)
folder=${XDG_CACHE_HOME:-$HOME/.cache}/headroom/actionlint/$version
if ! [ -x "$folder/actionlint" ]; then
  echo "Building actionlint $version with Go (once, some seconds) ..." >&2
  mkdir -p "$folder"
  GOFLAGS=-mod=readonly CGO_ENABLED=0 go build -trimpath -ldflags '-s -w' -o "$folder/" \
    github.com/rhysd/actionlint/cmd/actionlint
fi
echo "$folder/actionlint"
