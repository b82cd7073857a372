#!/bin/sh
# Backups of the PostgreSQL database: the service `backup` of docker-compose.yml, and for machines without Docker.
# (The embedded database: npm run cli -- backup.)
#
#   backup.sh once             a dump into BACKUP_DIR, then removes those older than KEEP_DAYS
#   backup.sh nightly          the same now and every 24 hours, until it is stopped
#   backup.sh list             the dumps that are there, newest first
#   backup.sh restore FILE     puts the dump FILE (a path, or a name in BACKUP_DIR) in the place of the database;
#                              stop the servers first. All of it or nothing: after a failure the old data is there
#
# Settings: DATABASE_URL, or PGHOST, PGUSER, PGPASSWORD and PGDATABASE; BACKUP_DIR (/backups), KEEP_DAYS (14).
# Needs pg_dump, pg_restore and psql of the server's major version or a newer one. Exit codes: 0 done, 1 failed, 64 usage.
set -u
umask 077

: "${BACKUP_DIR:=/backups}" "${KEEP_DAYS:=14}"
[ -z "${DATABASE_URL:-}" ] || export PGDATABASE="$DATABASE_URL"
# The address stands in command lines, which every user of the machine can read: its password goes into the environment.
# One with percent signs stays where it is, for only the programs know how to read it.
password=$(printf '%s' "${PGDATABASE:-}" | sed -n 's|^[a-z]*://[^:/@]*:\([^@/%]*\)@.*|\1|p')
if [ -n "$password" ]; then
  export PGPASSWORD="$password"
  PGDATABASE=$(printf '%s' "$PGDATABASE" | sed 's|^\([a-z]*://[^:/@]*\):[^@/%]*@|\1@|')
fi
unset DATABASE_URL

usage() {
  echo 'backup: usage: once | nightly | list | restore FILE' >&2
  exit 64
}

fail() {
  echo "backup: $*" >&2
  return 1
}

# Under its final name only when it is whole. Older ones go only after a new one is there.
once() {
  file=$BACKUP_DIR/suhbatdosh-$(date -u +%Y%m%dT%H%M%SZ).dump
  mkdir -p "$BACKUP_DIR" || return 1
  if ! pg_dump --dbname="${PGDATABASE:-}" --format=custom --no-owner --no-privileges --file="$file.part"; then
    rm -f "$file.part"
    fail 'the dump failed; older ones are kept'
    return 1
  fi
  mv "$file.part" "$file" || return 1
  find "$BACKUP_DIR" -name 'suhbatdosh-*.dump' -mtime "+$KEEP_DAYS" -exec rm -f {} +
  # What a run that was killed has left.
  find "$BACKUP_DIR" -name 'suhbatdosh-*.dump.part' -mtime +0 -exec rm -f {} +
  echo "backup: wrote $file ($(wc -c <"$file" | tr -d ' ') bytes)"
}

# Names begin with the time: they sort by age.
list() {
  found=$(find "$BACKUP_DIR" -name 'suhbatdosh-*.dump' 2>/dev/null | sort -r)
  [ -n "$found" ] || { fail "there are none in $BACKUP_DIR"; return 1; }
  printf '%s\n' "$found"
}

# A program that somebody uses would write between our statements.
is_in_use() {
  users=$(psql --dbname="${PGDATABASE:-}" --no-psqlrc --quiet --tuples-only --no-align --command \
    "select count(*) from pg_stat_activity where datname = current_database() and application_name = 'suhbatdosh'") || return 0
  [ "$users" -gt 0 ]
}

# Tables that the dump does not know (of a newer version) must go too, or that version's migrations would find them.
EMPTY='do $$ declare t record; begin
  for t in select tablename from pg_tables where schemaname = current_schema() loop
    execute format($f$drop table %I cascade$f$, t.tablename);
  end loop;
end $$;'

restore() {
  file=$1
  [ -f "$file" ] || file=$BACKUP_DIR/$1
  [ -f "$file" ] || { fail "there is no file $1"; return 1; }
  pg_restore --list "$file" >/dev/null || { fail "$file is no dump; nothing was changed"; return 1; }
  if is_in_use; then
    fail 'servers use the database, or it does not answer: stop them first (docker compose stop server); nothing was changed'
    return 1
  fi
  # One transaction. A dump that ends too early is followed by a statement that fails, which undoes all of it; before it
  # comes the end of the rows, in whose midst the dump may have ended.
  {
    printf '%s\n' "$EMPTY"
    pg_restore --no-owner --no-privileges --clean --if-exists --file=- "$file" ||
      printf '\n\\.\nthe dump ended too early;\n'
  } | psql --dbname="${PGDATABASE:-}" --no-psqlrc --quiet --single-transaction --set=ON_ERROR_STOP=1 --output=/dev/null ||
    { fail 'that failed; the database is as it was'; return 1; }
  echo "backup: restored $file"
}

case ${1:-} in
  once) [ $# -eq 1 ] || usage; once ;;
  list) [ $# -eq 1 ] || usage; list ;;
  restore) [ $# -eq 2 ] || usage; restore "$2" ;;
  nightly)
    [ $# -eq 1 ] || usage
    trap 'exit 0' TERM INT
    while :; do
      once
      sleep 86400 &
      wait $!
    done
    ;;
  *) usage ;;
esac
