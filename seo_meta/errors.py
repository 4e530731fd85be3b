"""What can go wrong, by what the caller would do about it. Messages name the thing and the remedy."""


class SeoMetaError(Exception):
    """The user can mend this: shown as one line, without a traceback, with exit code 2."""


class ConfigError(SeoMetaError):
    """A file that the site wrote for its audit, or an option, is wrong."""


class SourceError(SeoMetaError):
    """The folder or site cannot be read at all."""


class TargetError(SeoMetaError):
    """A file must not be edited, or cannot be; it is as it was. `code` is stable (docs/how-to/apply-proposals.md)."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class FetchError(SeoMetaError):
    """One URL could not be fetched; a crawl records it and goes on."""

    answer_class = "failed"
    """What this is among `core.answers.AnswerClass`."""


class DeadlineError(FetchError):
    """Nothing, or not all, came in time."""

    answer_class = "timeout"


class ModelError(SeoMetaError):
    """A language model gave no answer that can be used; the text is the reason alone. The page does without."""


class GitHubError(SeoMetaError):
    """GitHub did not do what it was asked to; the text says why, and what to do. No token is in it."""


class RunError(SeoMetaError):
    """The stored run that a command asks for is absent or not finished."""


class ReportError(SeoMetaError):
    """The report cannot be written where it was asked for."""


class DatabaseError(SeoMetaError):
    """The database is away, locked, or of another version."""


class SearchConsoleError(SeoMetaError):
    """An export of Search Console cannot be read, or fits no site that is known."""


class CredentialError(SeoMetaError):
    """The API key is unknown or no longer valid."""


class AccessError(SeoMetaError):
    """Whoever asks is known, but may not do this."""


class ReviewError(SeoMetaError):
    """A decision about a proposal was not taken; nothing has changed."""

    problem = "not-allowed"
    """What it is called in answers of the API."""

    def __init__(self, message: str, **members: object) -> None:
        super().__init__(message)
        self.members = members
        """What a client of the API may want to know besides."""


class NotAllowed(ReviewError):
    """The proposal's state, or the words of the decision, do not permit it."""


class VersionConflict(ReviewError):
    """The proposal changed since it was read; the member `version` is the one that it has now."""

    problem = "version-conflict"


class BlockedByGuardrail(ReviewError):
    """The value would break the member `rules`, which a reviewer may override with a note."""

    problem = "blocked-by-guardrail"


class Suppressed(ReviewError):
    """A reviewer rejected the value before, or pinned the field."""

    problem = "suppressed"


class NotWritable(ReviewError):
    """The value cannot be written into the source as that is now. `problem` is the code of the refusal; of
    `stale-source` the members `base`, `theirs` and `ours` are what the page said, what it says, and the value."""

    def __init__(self, code: str, message: str, **members: object) -> None:
        super().__init__(message, **members)
        self.problem = code


class NoProposal(ReviewError):
    """There is no such proposal or rejection."""

    problem = "not-found"


class PreconditionRequired(ReviewError):
    """The request does not say which version it is about."""

    problem = "precondition-required"


class KeyReused(ReviewError):
    """The Idempotency-Key was sent with another request before."""

    problem = "idempotency-key-reused"


class KeyInUse(ReviewError):
    """The first request with the Idempotency-Key is still at work."""

    problem = "idempotency-key-in-use"


class OrderError(SeoMetaError):
    """Somebody asks the server for a run that it must not, or cannot, make."""


class UnderWayError(SeoMetaError):
    """Other work has to end first: that of the run `run`."""

    def __init__(self, message: str, run: int) -> None:
        super().__init__(message)
        self.run = run
        self.headers: dict[str, str] = {}
        """For an answer over HTTP."""


class OverError(SeoMetaError):
    """It has ended already, so there is nothing to cancel; or not well, so nothing can follow."""


class CancelledError(SeoMetaError):
    """Somebody asked for the work to end."""
