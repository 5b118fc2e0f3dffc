#!/bin/bash
# Whether the service in this container answers its health page. Use: healthcheck.sh VARIABLE PORT, the second where the
# variable is not set. It asks every 2 s until it was answered once, and from then on every 30 s, because a check costs
# CPU before it has asked anything, and engines before 25 know one interval only (docs/decisions/0035-left-alone.md).
answered=/dev/shm/answered
[ -e $answered ] && sleep 28
exec 3<>"/dev/tcp/127.0.0.1/${!1:-$2}" || exit 1
printf 'GET /healthz HTTP/1.0\r\n\r\n' >&3
read -r -t 10 _ status _ <&3
[ "$status" = 200 ] && : >$answered
