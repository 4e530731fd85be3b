"""Following one step after another: canonical to canonical, page to next page."""

from collections.abc import Mapping


def members_of_loops(following: Mapping[bytes, bytes]) -> set[bytes]:
    """The keys from which the steps lead back to themselves. Linear: every key is visited once."""
    members: set[bytes] = set()
    visited: set[bytes] = set()
    for key in following:
        walk: dict[bytes, None] = {}
        while key in following and key not in visited:
            visited.add(key)
            walk[key] = None
            key = following[key]
        if key in walk:
            steps = list(walk)
            members.update(steps[steps.index(key) :])
    return members
