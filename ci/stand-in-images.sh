#!/usr/bin/env bash
# Builds stand-ins for the images that .env names, where no image registry can be reached. They carry names of
# their own, listed in ci/stand-ins.env. Needs root, Debian, a Docker engine, and `make build` done before.
set -euo pipefail
cd "$(dirname "$0")/.."
set -a
. ci/stand-ins.env
set +a

have() { docker image inspect "$1" >/dev/null 2>&1; }
have "$NODE_IMAGE" && have "$PYTHON_IMAGE" && have "$K6_IMAGE" && have "$PROMETHEUS_IMAGE" &&
  have "$POSTGRES_IMAGE" && have "$VALKEY_IMAGE" && exit 0

STAND_INS=$(mktemp -d)
export STAND_INS
trap 'rm -rf "$STAND_INS"' EXIT
mkdir "$STAND_INS"/{node,python,k6,prometheus,postgres,valkey}

# bootstrap IMAGE PACKAGES: a Debian with these packages and the certificates of this machine.
bootstrap() {
  local image=$1 root=$STAND_INS/${1##*/}
  echo "Bootstrapping $image ..."
  debootstrap --variant=minbase ${2:+--include="$2"} bookworm "$root" "$mirror" >/dev/null
  install -D -m 644 "$certificates" "$root$certificates"
  tar -C "$root" -c . | docker import \
    --change "ENV NODE_EXTRA_CA_CERTS=$certificates SSL_CERT_FILE=$certificates PIP_CERT=$certificates" \
    - "$image" >/dev/null
}
certificates=/etc/ssl/certs/ca-certificates.crt
mirror=$(apt-get download --print-uris base-files | sed -n "s#^'\(.*\)/pool/.*#\1#p" | head -n 1)
have headroom-ci/debian:bookworm || bootstrap headroom-ci/debian:bookworm ''
have headroom-ci/debian-python:bookworm || bootstrap headroom-ci/debian-python:bookworm python3,python3-venv
have headroom-ci/debian-stores:bookworm || bootstrap headroom-ci/debian-stores:bookworm postgresql,redis-server

prometheus=$(tools/prometheus.sh)
cp node_modules/node/bin/node "$STAND_INS/node/node"
cp -rL "$(npm root --global)/npm" "$STAND_INS/node/npm"
cp "$(node_modules/node/bin/node ci/k6-path.ts)" "$STAND_INS/k6/k6"
cp "$prometheus"/{prometheus,promtool} "$STAND_INS/prometheus/"
cp ci/stand-in-postgres.sh "$STAND_INS/postgres/"
docker compose -f ci/stand-ins.compose.yml build --quiet
