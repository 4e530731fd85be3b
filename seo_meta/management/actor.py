"""Who runs a command, for the log."""

import getpass

from seo_meta.services.transitions import Actor

MAX_NAME = 150
"""Characters that the log keeps of a name."""


def actor() -> Actor:
    """As the machine knows them; a container often knows nobody."""
    try:
        return Actor(None, getpass.getuser()[:MAX_NAME], "command")
    except (KeyError, OSError):
        return Actor(None, "somebody", "command")
