"""What the tests of the screens share: pages with proposals, and people who look at them."""

from datetime import timedelta
from html.parser import HTMLParser

from django.contrib.auth.models import Group, User
from django.test import Client
from django.utils import timezone

from seo_meta.models import Page, Run
from seo_meta.tests.factories import facts_of
from seo_meta.tests.stored import stored_run

PROPOSALS = "/admin/seo_meta/proposal/"
REJECTIONS = "/admin/seo_meta/rejection/kept-out/"
TEXT = "We roast coffee at the harbour twice a week. Come and watch us on Fridays."
HTML = "<html lang=en><head><title>{}</title></head><body><main><h1>Coffee</h1><p>" + TEXT

ELEMENTS = {"script", "style", "iframe", "object", "embed", "base", "img"}
"""Those that text of a page must never become."""


class _Forbidden(HTMLParser):
    """What the policy of the admin forbids, and what no screen has."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        ours = (tag == "script" and (given.get("src") or "").startswith("/static/")) or (
            tag == "iframe" and "sandbox" in given
        )
        if tag in ELEMENTS and not ours:
            self.found.append(tag)
        self.found += [f"{tag} {name}" for name in given if name.startswith("on") or name == "style"]
        addresses = [given.get(name) or "" for name in ("href", "src", "action", "hx-get", "hx-post")]
        self.found += [address for address in addresses if address.lower().strip().startswith(("javascript:", "data:"))]


NEXT_MONTH = (timezone.now() + timedelta(days=30)).date().isoformat()


def forbidden(html: str) -> list[str]:
    """What in the page a browser would run, or load from elsewhere."""
    parser = _Forbidden()
    parser.feed(html)
    return parser.found


def pages(*names: str) -> list[Page]:
    run: Run = stored_run(*(facts_of(HTML.format(f"Old {name}"), f"{name}.html") for name in names))
    return list(run.read_pages.order_by("id"))


def seen(client: Client, address: str, **query: str) -> str:
    response = client.get(address, query, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def staff(client: Client, *roles: str) -> Client:
    """Logged in as somebody with these roles for all sites."""
    user = User.objects.create_user("sam", password="x", is_staff=True)
    user.groups.set(Group.objects.filter(name__in=roles))
    client.force_login(user)
    return client
