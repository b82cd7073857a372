#!/bin/sh
# Healthy: coturn answers a STUN question on the address and port of its configuration. Asks for no relay, so needs no secret.
set -eu
conf=${TURN_RUN_DIR:-/run/coturn}/turnserver.conf
setting() { sed -n "s/^$1=//p" "$conf"; }
timeout 3 turnutils_stunclient -p "$(setting listening-port)" "$(setting listening-ip)" | grep -q 'UDP reflexive addr'
