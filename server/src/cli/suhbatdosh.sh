#!/bin/sh
# `suhbatdosh` in the image: docker compose exec server suhbatdosh help
exec node --disable-warning=ExperimentalWarning /app/server/src/cli/suhbatdosh.ts "$@"
