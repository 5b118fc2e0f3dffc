#!/usr/bin/env bash
# Builds stand-ins for the images that .env names, where no image registry can be reached. They carry names of
# their own, listed in ci/stand-ins.env. Needs root, Debian, a Docker engine, and `make build` done before.
set -euo pipefail
cd "$(dirname "$0")/.."
set -a
. ci/stand-ins.env
set +a

have() { docker image inspect "$1" >/dev/null 2>&1; }
have "$NODE_IMAGE" && have "$K6_IMAGE" && have "$PROMETHEUS_IMAGE" && exit 0

STAND_INS=$(mktemp -d)
export STAND_INS
trap 'rm -rf "$STAND_INS"' EXIT
mkdir "$STAND_INS"/{root,node,k6,prometheus}

if ! have headroom-ci/debian:bookworm; then
  echo "Bootstrapping Debian ..."
  mirror=$(apt-get download --print-uris base-files | sed -n "s#^'\(.*\)/pool/.*#\1#p" | head -n 1)
  debootstrap --variant=minbase bookworm "$STAND_INS/root" "$mirror" >/dev/null
  install -D -m 644 /etc/ssl/certs/ca-certificates.crt "$STAND_INS/root/etc/ssl/certs/ca-certificates.crt"
  certificates=/etc/ssl/certs/ca-certificates.crt
  tar -C "$STAND_INS/root" -c . | docker import \
    --change "ENV NODE_EXTRA_CA_CERTS=$certificates SSL_CERT_FILE=$certificates" \
    - headroom-ci/debian:bookworm >/dev/null
fi

prometheus=$(tools/prometheus.sh)
cp node_modules/node/bin/node "$STAND_INS/node/node"
cp -rL "$(npm root --global)/npm" "$STAND_INS/node/npm"
cp "$(node_modules/node/bin/node ci/k6-path.ts)" "$STAND_INS/k6/k6"
cp "$prometheus"/{prometheus,promtool} "$STAND_INS/prometheus/"
docker compose -f ci/stand-ins.compose.yml build --quiet
