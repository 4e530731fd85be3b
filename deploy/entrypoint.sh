#!/bin/sh
# Brings the database up to date, then runs the given command in place of this shell, so that it gets the signals.
set -eu
python manage.py migrate --no-input --verbosity 1
exec "$@"
