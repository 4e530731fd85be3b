#!/bin/sh
# Brings the database up to date, one container at a time, and does not start a server that would not get ready. Then runs the
# given command in place of this shell, so that it gets the signals.
set -eu
python manage.py seo_migrate
python manage.py check --deploy --tag readiness
exec "$@"
