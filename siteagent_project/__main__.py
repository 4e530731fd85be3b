"""`siteagent`, `python -m siteagent_project` and `manage.py`: the same commands with the same defaults."""

import os
import sys

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line


def main() -> None:
    """Run one management command. A wrong configuration is one line on stderr and exit code 2.

    Without DJANGO_SETTINGS_MODULE the settings are `dev`, which need no environment and keep an SQLite file in the
    current folder: whoever types a command at a prompt is not a server.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "siteagent_project.settings.dev")
    try:
        _ = settings.INSTALLED_APPS  # execute_from_command_line postpones errors in settings and then hides some
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as problem:
        print(f"Configuration error: {problem}", file=sys.stderr)  # noqa: T201 - no command to print it
        sys.exit(2)


if __name__ == "__main__":
    main()
