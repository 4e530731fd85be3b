"""System checks, one topic a module. By tag:

- none of those below: what must hold before this app can work at all (`manage.py check`);
- `readiness`: what must hold before a server gets traffic (`/ready`). Only errors count there;
- `installation`: what an operator wants to know (`manage.py doctor`), with the rest of `manage.py check --deploy`;
- `network`: what asks other machines, and only when `doctor --network` says so by a keyword.

Those tagged `database` as well ask it, and know nothing when it is away. What a check says in the first line of its
docstring holds when it finds nothing. Ids: E0 for what is configured, E1 for readiness, E2 and W2 for the installation,
W3 for a server's settings.
"""

from . import access, database, disk, environment, jobs, locks, pull_requests, runs, server, wal  # noqa: F401
