import re
from collections import defaultdict
from collections.abc import Iterator
from urllib.parse import unquote

from seo_meta.core.audit import SiteRule, site_rules
from seo_meta.core.findings import Kind, Severity, SiteFailure
from seo_meta.core.limits import Limits
from seo_meta.core.site import Site

# Addresses at which a form for a password is what a reader came for.
SIGN_IN = re.compile(
    r"(?:log|sign|check)[-_]?(?:in|on|up|out)|regist|account|konto|compte|cuenta|conta|password|passwor|passwd|auth|sso"
    r"|admin|anmeld|connexion|inicia|acced|accesso|entrar|inlog|logga|zaloguj|вход|user|member|profile|portal",
    re.IGNORECASE,
)


@site_rules.register
class IndexAuthWall(SiteRule):
    id = "index.auth-wall"
    kind = Kind.HEURISTIC
    severity = Severity.REVIEW
    summary = "Several addresses answer with the same form for a password"
    remedy = "Answer 401 or 403, or redirect to the sign-in page; if the pages are public, let crawlers read them."
    source = "https://developers.google.com/search/docs/crawling-indexing/http-network-errors"

    def check(self, site: Site, limits: Limits) -> Iterator[SiteFailure]:
        groups: defaultdict[tuple[str, str, str], list[tuple[int, str]]] = defaultdict(list)
        for page in site.pages():
            if page.indexable and page.word_count <= limits.stub_max_words and not _is_for_signing_in(page.url):
                groups[page.title, page.content_hash, page.template].append((page.id, page.url))
        for members in groups.values():
            if len(members) < 2 or not any(form.has_password for form in site.facts(members[0][0]).forms):
                continue
            for id, url in members:
                yield SiteFailure(id, f"{len(members)} addresses answer with this form for a password.", url)


def _is_for_signing_in(url: str) -> bool:
    return bool(SIGN_IN.search(unquote(url.split("/", 3)[-1])))
