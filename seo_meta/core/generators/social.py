from collections.abc import Iterable

from seo_meta.core import open_graph, social
from seo_meta.core.audit import Gate, stop_at
from seo_meta.core.copied import MAX_REASON, as_json
from seo_meta.core.defang import clip
from seo_meta.core.propose import (
    Abstain,
    Candidate,
    Confidence,
    Field,
    Generator,
    SiteProfile,
    Subject,
    Treatment,
    generators,
)
from seo_meta.core.types import PageFacts

PARTS = (social.title, social.description, social.type, social.url, social.image, social.site_name, social.card)


@generators.register
class Social(Generator):
    """What Open Graph and X cards of a page lack. X reads Open Graph, so nothing is said twice."""

    id = "social"
    mends = {
        Field.SOCIAL: frozenset(
            (
                *("og.title-missing", "og.description-missing", "og.type-missing", "og.url-missing"),
                *("og.url-vs-canonical", "og.image-missing", "og.image-relative", "og.empty-content"),
                *("twitter.card-missing", "twitter.card-invalid", "twitter.large-image-without-image"),
            )
        )
    }

    def candidates(self, field: Field, page: Subject, site: SiteProfile) -> Iterable[Candidate]:
        if stop := stop_at(Gate.CANONICAL, page.facts):
            raise Abstain(clip(f"Shared links show the canonical page; {stop.reason}.", MAX_REASON))
        settings: list[social.Setting] = []
        left_out: list[str] = []
        for part in PARTS:
            try:
                settings += part(page, site)
            except Abstain as reason:
                if part in _indispensable(page.facts):
                    raise Abstain(f"A first card would be incomplete. {reason}") from reason
                left_out.append(str(reason))
        if not settings:
            raise Abstain(" ".join(left_out) or "The page has all that its cards need.")
        return [_candidate(settings, left_out)]


def _candidate(settings: list[social.Setting], left_out: list[str]) -> Candidate:
    judged = any(setting.judged for setting in settings)
    return Candidate(
        as_json({setting.name: setting.content for setting in sorted(settings)}),
        Confidence.MEDIUM if judged or left_out else Confidence.HIGH,
        (*(setting.reason for setting in settings), *left_out),
        tuple(setting.evidence for setting in settings if setting.evidence),
        Treatment.PROPOSED if judged else Treatment.AUTO,
    )


def _indispensable(page: PageFacts) -> tuple[object, ...]:
    """The parts without which a page that has no Open Graph yet would fail rules that it passes now."""
    if any(open_graph.properties(page)):
        return ()
    return (social.title, social.url, social.description) if page.description else (social.title, social.url)
