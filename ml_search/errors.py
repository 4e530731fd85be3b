"""What can go wrong in search. Messages name the thing and the remedy."""

from seo_meta.errors import SeoMetaError


class MlSearchError(SeoMetaError):
    """The user can mend this: shown as one line, without a traceback, with exit code 2."""


class EncoderError(MlSearchError):
    """There is no encoder, or not the one that is asked for. Search does without: keywords only."""


class IndexUnreadable(MlSearchError):
    """There is no index that can be read, or it was made by another encoder."""


class StoreError(MlSearchError):
    """The vector store that is configured cannot be used here: the database, a package or a setting is missing."""


class QueryError(MlSearchError):
    """The query, or a filter of it, cannot be understood."""


class OtherEncoder(EncoderError):
    """The vectors of the index were made by another encoder than the one of this process."""


class NoGeneration(MlSearchError):
    """There is no such generation of the index."""


class IndexBusy(MlSearchError):
    """Somebody else is writing the index."""


class NoSite(MlSearchError):
    """There is no such site, or none that can be searched."""
