"""What can go wrong, by what the caller would do about it. Messages name the thing and the remedy."""


class SeoMetaError(Exception):
    """The user can mend this: shown as one line, without a traceback, with exit code 2."""


class ConfigError(SeoMetaError):
    """A file that the site wrote for its audit, or an option, is wrong."""


class SourceError(SeoMetaError):
    """The folder or site cannot be read at all."""


class FetchError(SeoMetaError):
    """One URL could not be fetched; a crawl records it and goes on."""

    answer_class = "failed"
    """What this is among `core.answers.AnswerClass`."""


class DeadlineError(FetchError):
    """Nothing, or not all, came in time."""

    answer_class = "timeout"


class ModelError(SeoMetaError):
    """A language model gave no answer that can be used; the text is the reason alone. The page does without."""


class RunError(SeoMetaError):
    """The stored run that a command asks for is absent or not finished."""


class ReportError(SeoMetaError):
    """The report cannot be written where it was asked for."""


class DatabaseError(SeoMetaError):
    """The database is away, locked, or of another version."""


class SearchConsoleError(SeoMetaError):
    """An export of Search Console cannot be read, or fits no site that is known."""
