"""What can go wrong in search. Messages name the thing and the remedy."""


class MlSearchError(Exception):
    """The user can mend this: shown as one line, without a traceback, with exit code 2."""
