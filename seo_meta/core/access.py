"""Who may do what with a site: the actions, and the roles that bundle them."""

from enum import StrEnum


class Action(StrEnum):
    """What access is asked for. The scopes of an API key have the same names."""

    READ = "read"
    SUGGEST = "suggest"
    REVIEW = "review"
    RUN = "run"
    PUBLISH = "publish"


class Role(StrEnum):
    """Each may do what those before it may, and more."""

    VIEWER = "viewer"
    SUGGESTER = "suggester"
    REVIEWER = "reviewer"
    PUBLISHER = "publisher"


ACTIONS: dict[Role, frozenset[Action]] = {
    Role.VIEWER: frozenset([Action.READ]),
    Role.SUGGESTER: frozenset([Action.READ, Action.SUGGEST]),
    Role.REVIEWER: frozenset([Action.READ, Action.SUGGEST, Action.REVIEW, Action.RUN]),
    Role.PUBLISHER: frozenset(Action),
}


def roles_with(action: Action) -> list[Role]:
    """The roles that allow `action`, the least first."""
    return [role for role in Role if action in ACTIONS[role]]
