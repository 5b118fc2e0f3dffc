#!/usr/bin/env bash
# Builds stand-ins for the images that .env names, where no image registry can be reached. They carry names of
# their own, listed in ci/stand-ins.env, and as a label the hash of what they were made from, by which they are
# kept. Needs root, Debian, a Docker engine, and `make build` done before.
set -euo pipefail
cd "$(dirname "$0")/.."
set -a
. ci/stand-ins.env
set +a
base=headroom-ci/debian:bookworm
images=("$NODE_IMAGE" "$PYTHON_IMAGE" "$K6_IMAGE" "$PROMETHEUS_IMAGE" "$POSTGRES_IMAGE" "$VALKEY_IMAGE")
certificates=/etc/ssl/certs/ca-certificates.crt
# Where this npm is installed, whichever Node.js comes first on the PATH.
npm=$(dirname "$(dirname "$(readlink --canonicalize "$(command -v npm)")")")

STAND_IN_INPUTS=$({
  cat ci/stand-in* $certificates tools/go.mod tools/prometheus/go.mod tools/prometheus.sh "$npm/package.json"
  node_modules/node/bin/node --version
} | sha256sum | cut --characters=1-16)
export STAND_IN_INPUTS
label=headroom.inputs=$STAND_IN_INPUTS

# have IMAGE...: whether each was made from what is here now.
have() {
  local image
  for image; do
    docker image inspect --format '{{json .Config.Labels}}' "$image" 2>/dev/null | grep -q "$STAND_IN_INPUTS" || return 1
  done
}
have "${images[@]}" && exit 0

STAND_INS=$(mktemp -d)
export STAND_INS
trap 'rm -rf "$STAND_INS"' EXIT
mkdir "$STAND_INS"/{debian,node,python,k6,prometheus,postgres,valkey}

# One Debian for all of them, with the certificates of this machine.
bootstrap() {
  local root=$STAND_INS/debian mirror
  mirror=$(apt-get download --print-uris base-files | sed -n "s#^'\(.*\)/pool/.*#\1#p" | head -n 1)
  echo "Bootstrapping $base ..."
  debootstrap --variant=minbase --include=python3,python3-venv,postgresql,redis-server bookworm "$root" "$mirror" >/dev/null
  install -D -m 644 $certificates "$root$certificates"
  tar -C "$root" -c . | docker import --change "LABEL $label" \
    --change "ENV NODE_EXTRA_CA_CERTS=$certificates SSL_CERT_FILE=$certificates PIP_CERT=$certificates" \
    - $base >/dev/null
}
have $base || bootstrap &
bootstrapped=$!

prometheus=$(tools/prometheus.sh)
cp node_modules/node/bin/node "$STAND_INS/node/node"
cp -rL "$npm" "$STAND_INS/node/npm"
cp "$(node_modules/node/bin/node ci/k6-path.ts)" "$STAND_INS/k6/k6"
cp "$prometheus"/{prometheus,promtool} "$STAND_INS/prometheus/"
cp ci/stand-in-postgres.sh "$STAND_INS/postgres/"
wait $bootstrapped
docker compose -f ci/stand-ins.compose.yml build --quiet
