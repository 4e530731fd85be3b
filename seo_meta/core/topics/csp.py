"""Content Security Policies, as far as rules ask (https://www.w3.org/TR/CSP3/)."""

from collections.abc import Iterator

from seo_meta.core.types import PageFacts

HEADER = "content-security-policy"
NONCE_OR_HASH = ("'nonce-", "'sha256-", "'sha384-", "'sha512-")

Policy = dict[str, tuple[str, ...]]
"""The source expressions of each directive, in lower case."""


def policies(page: PageFacts) -> list[Policy]:
    """The policies of a page, from its header and its `<meta>`. Each holds: a resource must be allowed by all."""
    metas = [meta.content or "" for meta in page.metas if meta.http_equiv == HEADER]
    written = [*page.headers.get(HEADER, "").split(","), *metas]
    return [policy for text in written if (policy := _read(text))]


def _read(text: str) -> Policy:
    policy: Policy = {}
    for directive in text.lower().split(";"):
        if words := directive.split():
            policy.setdefault(words[0], tuple(words[1:]))
    return policy


def script_faults(policy: Policy) -> Iterator[str]:
    """Why a policy does not stop injected scripts, one clause a reason."""
    sources = policy.get("script-src", policy.get("default-src"))
    if sources is None:
        yield "it has neither script-src nor default-src"
        return
    guarded = any(source.startswith(NONCE_OR_HASH) for source in sources)
    # With a nonce or a hash, browsers ignore 'unsafe-inline'; with 'strict-dynamic', hosts too.
    if "'unsafe-inline'" in sources and not guarded:
        yield "it allows inline scripts ('unsafe-inline')"
    if "'unsafe-eval'" in sources:
        yield "it allows eval ('unsafe-eval')"
    if "'strict-dynamic'" in sources and guarded:
        return
    for anywhere in sorted({"*", "http:", "https:"}.intersection(sources)):
        yield f"it allows scripts from anywhere ({anywhere})"
    if "data:" in sources:
        yield "it allows scripts in the address itself (data:)"
