"""What a run expects of a site: a preview is meant to be kept out of search, the site itself is meant to be found."""

from enum import StrEnum


class Profile(StrEnum):
    """`preview` is a build that only its makers should see: a pull request's, or a staging host's."""

    PRODUCTION = "production"
    PREVIEW = "preview"


EXPECTED_OF_A_PREVIEW = frozenset(
    (
        *("index.noindex", "index.noindex-header", "index.noindex-sitewide", "index.noindex-and-blocked"),
        *("index.nofollow-page", "index.blocked-by-robots", "index.conflicting-signals"),
        *("index.schema-noindex-conflict", "sitemap.url-blocked", "sitemap.wrong-host"),
        *("robots.blocks-all", "robots.blocks-resources"),
        *("canonical.other-host", "canonical.canonicalised", "canonical.to-blocked", "canonical.hreflang-conflict"),
        *("hreflang.missing-self", "hreflang.not-using-canonical"),
    )
)
"""Rules that complain of what keeps a preview out of search: noindex, robots.txt, and canonicals to the real host."""

ONLY_FOR_PREVIEWS = frozenset(["index.preview-indexable"])
"""Rules that are off in production whatever the configuration says."""
