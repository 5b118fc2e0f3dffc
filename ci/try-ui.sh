#!/usr/bin/env bash
# Serves the live page as the README says, asks for it and for what it can do, and ends it by Ctrl-C.
set -euo pipefail

export UI_PORT=${UI_PORT:-8089}
url=http://127.0.0.1:$UI_PORT
# Whether that address holds that text.
holds() {
  node_modules/node/bin/node -e '
    const [url, text] = process.argv.slice(1);
    fetch(url).then((answer) => answer.text()).then((page) => process.exit(page.includes(text) ? 0 : 1), () => process.exit(1));
  ' "$url$1" "$2"
}

# Make alone heeds no Ctrl-C in the background: a terminal sends it to its children too.
end() {
  pkill -INT -P "$make"
  wait "$make"
}

make ui &
make=$!
trap end EXIT
for _ in $(seq 60); do
  holds / '<div id="page">' && break
  sleep 1
done
holds / '<div id="page">'
holds /api/lab '"SyncUser"'

trap - EXIT
end
