#!/bin/sh
# The same as `npm run init-env`, for a machine without Node: makes the .env of docker-compose.yml with fresh secrets.
# usage: sh server/src/cli/initEnv.sh DOMAIN PUBLIC_IPV4 [ACME_EMAIL]        in the folder of docker-compose.yml
set -eu

refuse() {
  echo "init-env: $*" >&2
  exit "${code:-64}"
}

domain=${1:-} address=${2:-} email=${3:-}
[ $# -ge 2 ] && [ $# -le 3 ] || refuse 'usage: DOMAIN PUBLIC_IPV4 [ACME_EMAIL], e.g. talk.example.org 203.0.113.7'
case $domain$address$email in
  *[!A-Za-z0-9@._+-]*) refuse 'the arguments have a character that no name and no address has' ;;
esac
printf %s "$domain" | grep -Eqx '([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]([a-z0-9-]*[a-z0-9])' ||
  refuse 'the domain must be a name like talk.example.org, in lower case'
part='(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])'
printf %s "$address" | grep -Eqx "($part\.){3}$part" || refuse 'the address must be an IPv4 address like 203.0.113.7'
[ -z "$email" ] || printf %s "$email" | grep -Eqx '[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+' || refuse 'the e-mail address is none'

# Fails when there is one already, even if it appears this very moment: old secrets are what the data is locked with.
umask 077
set -C
code=73
(: >.env) 2>/dev/null || refuse '.env is there already, or this folder cannot be written to; nothing was changed'
set +C

secret() {
  od -An -v -N32 -tx1 /dev/urandom | tr -d ' \n'
}

cat >.env <<END
# Made by init-env; read by docker compose. Keep a copy where you keep your backups, and show it to nobody.
# Everything else that can be set is in .env.example.

# The name people open. It and turn.$domain must lead to this machine.
DOMAIN=$domain
# The public IPv4 address of this machine. If its own interface has another (1:1 NAT of a cloud), that one is TURN_RELAY_IP.
TURN_EXTERNAL_IP=$address
TURN_RELAY_IP=
# Whom the certificate authority writes to; may be empty.
ACME_EMAIL=$email

# Secrets. The database keeps the first POSTGRES_PASSWORD that it sees.
POSTGRES_PASSWORD=$(secret)
TURN_SECRET=$(secret)
METRICS_TOKEN=$(secret)
END
echo 'init-env: wrote .env'
