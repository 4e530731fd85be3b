"""Which paths of a site are read: patterns as in `.gitignore` (https://git-scm.com/docs/gitignore#_pattern_format)."""

from pathspec import GitIgnoreSpec

from seo_meta.errors import ConfigError


class Scope:
    """Patterns to include and to exclude. Without an include everything is in; an exclude wins over an include."""

    def __init__(self, include: tuple[str, ...] = (), exclude: tuple[str, ...] = ()) -> None:
        """Raises ConfigError for what is no pattern."""
        self._include = _spec("include", include)
        self._exclude = _spec("exclude", exclude)

    def allows(self, path: str) -> bool:
        """Whether a path is read. It is relative, without leading slash and decoded: `docs/café.html`.

        The empty path, the home page of a live site, matches no pattern.
        """
        if self._include is not None and not self._include.match_file(path):
            return False
        return self._exclude is None or not self._exclude.match_file(path)


def _spec(option: str, patterns: tuple[str, ...]) -> GitIgnoreSpec | None:
    """None without patterns: then there is nothing to match."""
    try:
        return GitIgnoreSpec.from_lines(patterns) if patterns else None
    except ValueError as error:
        raise ConfigError(f"{option}: {error}. Write patterns as in .gitignore, like docs/ or *.html.") from error
