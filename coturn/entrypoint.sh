#!/bin/sh
# Starts coturn with turnserver.conf, filled in from the environment (README.md lists it).
# Ends with 78 (EX_CONFIG) and one line when a setting cannot be used; no line ever shows the secret.
# Needs sh, awk and cksum; TURN_RUN_DIR must be writable for whoever runs it.
set -eu
umask 077
export LC_ALL=C

here=$(cd "$(dirname "$0")" && pwd)

refuse() {
  echo "coturn: $*" >&2
  exit 78
}

# number NAME MIN MAX: the setting's value is a whole number in that range.
number() {
  eval "value=\$$1"
  case $value in
    '' | *[!0-9]* | ??????????*) refuse "$1 must be a whole number from $2 to $3" ;;
  esac
  [ "$value" -ge "$2" ] && [ "$value" -le "$3" ] || refuse "$1 must be a whole number from $2 to $3"
}

is_ipv4() {
  case $1 in *[!0-9.]*) return 1 ;; esac
  printf '%s\n' "$1" | awk -F. '
    NF != 4 { exit 1 }
    { for (i = 1; i <= 4; i++) if ($i !~ /^[0-9]+$/ || length($i) > 3 || $i > 255) exit 1 }'
}

# The IPv4 addresses of this machine, one a line; none where Linux does not tell.
own_addresses() {
  [ -r /proc/net/fib_trie ] || return 0
  awk '$1 == "|--" { address = $2 } $1 == "/32" && $3 == "LOCAL" { print address }' /proc/net/fib_trie | sort -u
}

read_secret() {
  if [ -n "${TURN_SECRET_FILE:-}" ]; then
    [ -z "${TURN_SECRET:-}" ] || refuse 'TURN_SECRET_FILE is given beside TURN_SECRET: keep one of the two'
    [ -r "$TURN_SECRET_FILE" ] || refuse 'TURN_SECRET_FILE names a file that cannot be read'
    TURN_SECRET=$(cat "$TURN_SECRET_FILE")
  fi
  SECRET=${TURN_SECRET:-}
  make_one='make one with: openssl rand -hex 32'
  [ -n "$SECRET" ] || refuse "TURN_SECRET is missing; $make_one"
  [ "${#SECRET}" -ge 32 ] || refuse "TURN_SECRET has fewer than 32 characters; $make_one"
  case $SECRET in
    *[!A-Za-z0-9+/=_-]*) refuse "TURN_SECRET may have only letters, digits and + / = _ -; $make_one" ;;
  esac
  case $(printf %s "$SECRET" | tr '[:upper:]' '[:lower:]') in
    *change*me* | *change*this* | *example* | *secret* | *password* | *0123456789*)
      refuse "TURN_SECRET looks like an example; $make_one"
      ;;
  esac
  kinds=$(printf %s "$SECRET" | fold -w 1 | sort -u | wc -l)
  [ "$kinds" -ge 8 ] || refuse "TURN_SECRET has fewer than 8 different characters; $make_one"
  # The server process needs it in its file only.
  unset TURN_SECRET TURN_SECRET_FILE
  export SECRET
}

choose_addresses() {
  external=${TURN_EXTERNAL_IP:-}
  is_ipv4 "$external" || refuse 'TURN_EXTERNAL_IP must be the public IPv4 address of this machine'
  own=$(own_addresses)
  RELAY_IP=${TURN_RELAY_IP:-$external}
  is_ipv4 "$RELAY_IP" || refuse 'TURN_RELAY_IP must be an IPv4 address of this machine'
  if [ -n "$own" ] && ! printf '%s\n' "$own" | grep -Fqx -- "$RELAY_IP"; then
    refuse "$RELAY_IP is not on this machine: set TURN_RELAY_IP to the address that stands for it here, one of:" $own
  fi
  EXTERNAL_MAPPING=''
  [ "$RELAY_IP" = "$external" ] || EXTERNAL_MAPPING=$external/$RELAY_IP
  export RELAY_IP EXTERNAL_MAPPING
}

choose_ports() {
  : "${TURN_PORT:=3478}" "${TURN_TLS_PORT:=5349}" "${TURN_MIN_PORT:=49152}" "${TURN_MAX_PORT:=49999}"
  number TURN_PORT 1 65535
  number TURN_TLS_PORT 1 65535
  number TURN_MIN_PORT 1024 65535
  number TURN_MAX_PORT 1024 65535
  [ "$TURN_MIN_PORT" -le "$TURN_MAX_PORT" ] || refuse 'TURN_MIN_PORT is above TURN_MAX_PORT'
  export TURN_PORT TURN_MIN_PORT TURN_MAX_PORT
}

choose_quotas() {
  : "${TURN_USER_QUOTA:=24}" "${TURN_TOTAL_QUOTA:=800}" "${TURN_MAX_BYTES_PER_SECOND:=32000}"
  number TURN_USER_QUOTA 1 1000
  number TURN_TOTAL_QUOTA 1 100000
  number TURN_MAX_BYTES_PER_SECOND 8000 1000000
  export TURN_USER_QUOTA TURN_TOTAL_QUOTA TURN_MAX_BYTES_PER_SECOND
}

choose_encryption() {
  : "${TURN_CERT:=}" "${TURN_KEY:=}" "${TURN_CERT_CHECK_SECONDS:=300}"
  number TURN_CERT_CHECK_SECONDS 1 86400
  TLS_PORT='' NO_TLS=true
  if [ -n "$TURN_CERT$TURN_KEY" ]; then
    [ -r "$TURN_CERT" ] || refuse 'TURN_CERT must name a certificate that can be read, or be empty together with TURN_KEY'
    [ -r "$TURN_KEY" ] || refuse 'TURN_KEY must name a key that can be read, or be empty together with TURN_CERT'
    TLS_PORT=$TURN_TLS_PORT NO_TLS=''
  fi
  export TURN_CERT TURN_KEY TLS_PORT NO_TLS
}

# fill FILE: without comments, with every @NAME@ replaced, without the lines whose value is empty.
fill() {
  awk '
    /^#/ || /^$/ { next }
    {
      line = $0; empty = 0
      while (match(line, /@[A-Z_]+@/)) {
        value = ENVIRON[substr(line, RSTART + 1, RLENGTH - 2)]
        if (value == "") empty = 1
        line = substr(line, 1, RSTART - 1) value substr(line, RSTART + RLENGTH)
      }
      if (!empty) print line
    }' "$1"
}

is_before_4_10() {
  case $(turnserver --version 2>/dev/null | grep -Eo '[0-9]+\.[0-9]+' | head -n 1) in
    [0-3].* | 4.[0-9]) return 0 ;;
    *) return 1 ;;
  esac
}

# SIGUSR2 makes coturn read its certificate again; certbot writes a new one every two months.
reload_on_new_certificate() {
  known=$(cksum <"$TURN_CERT")
  while sleep "$TURN_CERT_CHECK_SECONDS" && kill -0 "$1" 2>/dev/null; do
    now=$(cksum <"$TURN_CERT") || continue
    [ "$now" = "$known" ] || kill -USR2 "$1"
    known=$now
  done
}

command -v turnserver >/dev/null || refuse 'turnserver is not installed'
read_secret
: "${TURN_REALM:=}" "${TURN_RUN_DIR:=/run/coturn}"
case $TURN_REALM in
  '' | *[!A-Za-z0-9.-]*) refuse 'TURN_REALM must be a domain name, e.g. turn.example.org' ;;
esac
choose_addresses
choose_ports
choose_quotas
choose_encryption
export TURN_REALM TURN_RUN_DIR

mkdir -p "$TURN_RUN_DIR" 2>/dev/null && [ -w "$TURN_RUN_DIR" ] || refuse "TURN_RUN_DIR ($TURN_RUN_DIR) cannot be written to"
conf=$TURN_RUN_DIR/turnserver.conf
fill "$here/turnserver.conf" >"$conf"
if is_before_4_10; then fill "$here/before-4.10.conf" >>"$conf"; fi
unset SECRET

if [ -n "$TURN_CERT" ]; then reload_on_new_certificate $$ & fi
exec turnserver -c "$conf"
