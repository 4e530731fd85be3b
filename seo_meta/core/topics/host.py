"""The answer of the home page, which stands for its host in rules about HTTP headers."""

from seo_meta.core import urls
from seo_meta.core.site import Site, unpack
from seo_meta.core.types import PageFacts

from .per_site import once_per_site
from .redirects import read_redirects


@once_per_site
def home_answers(site: Site) -> tuple[tuple[int, PageFacts], ...]:
    """(page id, facts) of the home page, or of where it redirects to.

    Empty when there is nothing to judge: the site is a folder, its home page does not answer, or it is a preview on
    this machine, whose headers are not those of the real host.
    """
    if site.inventory or is_loopback(site.base_url):
        return ()
    (home,) = unpack(site.home)
    wanted = read_redirects(site).end(home) or home
    answers = (page for page in site.pages() if unpack(page.key)[0] == wanted and page.status == 200)
    facts = ((page.id, site.facts(page.id)) for page in answers)
    return tuple((id, page) for id, page in facts if page.headers)


def is_loopback(url: str) -> bool:
    """Whether a URL leads to the reader's own machine, which browsers trust without HTTPS.
    https://w3c.github.io/webappsec-secure-contexts/#is-origin-trustworthy"""
    host = urls.host_of(url)
    return host in ("localhost", "[::1]") or host.startswith("127.") or host.endswith(".localhost")
