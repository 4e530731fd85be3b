import pytest

from seo_meta.core.audit import Policy, audit_site, page_rules, site_rules
from seo_meta.core.findings import Failure, Outcome
from seo_meta.core.limits import Limits
from seo_meta.tests.examples import Example
from seo_meta.tests.factories import MemorySite, facts_of

HOST_RULES = [rule for rule in site_rules if rule.id.startswith("sec.")]
KEYS = [
    ("an AWS access key", "AKIA" + "Z7Q4M2XN8RTB5KWD"),
    ("a GitHub token", "ghp_" + "aB3dE5fG7hJ9kL2mN4pQ6rS8tU1vW3xY5zA7"),
    ("a Slack token", "xoxb-" + "123456789012-aB3dE5fG7hJ9kL2mN4"),
    ("a Stripe key", "sk_live_" + "aB3dE5fG7hJ9kL2mN4pQ6rS8"),
    ("a Google API key", "AIza" + "SyB3dE5fG7hJ9kL2mN4pQ6rS8tU1vW3xY5z"),
]


def live(*pages: str) -> MemorySite:
    return Example.read("<!-- live -->\n" + "".join(pages)).site()


def page(path: str, *headers: str) -> str:
    return (
        f"<!-- page: {path} -->\n"
        + "".join(f"<!-- header: {header} -->\n" for header in headers)
        + "<title>A</title>\n"
    )


def failing(site: MemorySite) -> list[str]:
    return [rule.id for rule, _, failures in audit_site(site, HOST_RULES, Policy()) for _ in failures]


def leaks(html: str) -> list[Failure]:
    return list(page_rules["sec.leaked-secret"].check(facts_of(html), Limits()))


def test_headers_are_judged_once_for_the_host_however_many_pages_lack_them() -> None:
    found = failing(
        live(page("/", "server: nginx/1.18.0"), page("/a", "server: nginx/1.18.0"), page("/b", "server: x/1"))
    )
    assert "sec.csp-missing" in found
    assert len(found) == len(set(found))


def test_where_the_home_page_redirects_to_stands_for_it() -> None:
    home = "<!-- page: / 302 -->\n<!-- header: location: /en/ -->\n"
    assert "sec.xcto-missing" in failing(live(home, page("/en/", "server: nginx")))
    assert "sec.xcto-missing" not in failing(live(home, page("/en/", "x-content-type-options: nosniff")))


def test_a_folder_has_no_headers_to_judge() -> None:
    outcomes = {
        outcome for _, outcome, _ in audit_site(MemorySite([facts_of("<title>A</title>", "")]), HOST_RULES, Policy())
    }
    assert outcomes == {Outcome.NOT_APPLICABLE}


def test_a_preview_on_this_machine_is_not_judged() -> None:
    site = live(page("/", "server: nginx/1.18.0"))
    site.base_url = "http://localhost:8000/"
    assert failing(site) == []


@pytest.mark.parametrize(("kind", "key"), KEYS)
@pytest.mark.parametrize(
    "html", ["<main>Key: {}</main>", '<meta name="key" content="{}">', '<a href="/?key={}">Go</a>']
)
def test_a_key_is_found_and_never_shown(kind: str, key: str, html: str) -> None:
    (leak,) = leaks(html.format(key))
    assert kind in leak.message
    assert leak.evidence == f"{key[:4]}…"
    assert key[4:] not in repr(leak)
    assert key[:6] not in repr(leak)


def test_a_private_key_is_found_and_never_shown() -> None:
    body = "MIIEowIBAAKCAQEA2Zq8yC4wF7sJ5kL9nP1rT3vX5zB7dG9hK1mQ3sU5wY7aC9eG"
    (leak,) = leaks(f"<main><pre>-----BEGIN RSA PRIVATE KEY-----\n{body}\n</pre></main>")
    assert leak == Failure("The text holds what looks like a private key.", "MIIE…")


def test_a_google_key_in_the_address_of_a_script_is_meant_to_be_public() -> None:
    assert leaks(f'<script src="https://maps.example/js?key={KEYS[-1][1]}"></script>') == []


@pytest.mark.parametrize(
    "text",
    [
        "AKIAIOSFODNN7EXAMPLE",
        "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        "xoxb-your-token",
        "sk_test_" + "aB3dE5fG7hJ9kL2mN4pQ6rS8",
        "xAKIAZ7Q4M2XN8RTB5KWD",
        "-----BEGIN PUBLIC KEY-----",
    ],
)
def test_what_documentation_shows_is_no_secret(text: str) -> None:
    assert leaks(f"<main>{text}</main>") == []


@pytest.mark.parametrize(
    ("policy", "weak"),
    [
        ("script-src 'self'", False),
        ("script-src 'self' 'unsafe-inline'", True),
        ("script-src 'nonce-abc' 'unsafe-inline'", False),
        ("script-src 'sha256-abc' 'unsafe-inline'", False),
        ("script-src 'self' 'unsafe-eval'", True),
        ("script-src https:", True),
        ("script-src 'nonce-abc' 'strict-dynamic' https:", False),
        ("script-src 'strict-dynamic' https:", True),
        ("default-src *", True),
        ("DEFAULT-SRC 'Self'; script-src 'none'", False),
        ("frame-ancestors 'none'", True),
        ("frame-ancestors 'none', script-src 'self'", False),
    ],
)
def test_a_policy_is_weak_when_an_injected_script_would_run(policy: str, weak: bool) -> None:
    found = failing(live(page("/", f"content-security-policy: {policy}")))
    assert ("sec.csp-weak" in found) == weak
    assert "sec.csp-missing" not in found
