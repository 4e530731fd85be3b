"""What a server's settings may leave open that Django's own checks do not look at.

What is wrong with one variable stops the start (`siteagent_project.settings.prod`). Here is what is wrong with several
together, or in settings that were made from those."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Tags, register
from django.core.checks import Warning as CheckWarning

CSP = "siteagent_project.content_security.ContentSecurityMiddleware"
DAYS_30 = 30 * 86_400
COOKIES = ("SESSION_COOKIE_SAMESITE", "CSRF_COOKIE_SAMESITE")


@register(Tags.security, deploy=True)
def check_proxies(**kwargs: Any) -> Sequence[CheckMessage]:
    """The proxy that is believed about HTTPS is counted as one."""
    if not settings.SECURE_PROXY_SSL_HEADER or settings.SITEAGENT_PROXIES:
        return []
    return [
        CheckWarning(
            "TRUST_X_FORWARDED_PROTO is on, but SITEAGENT_PROXIES is 0. Behind a proxy, throttling and the lock-out of "
            "logins take all clients for one; without one, any client says that it came over HTTPS.",
            hint="Set SITEAGENT_PROXIES to how many append to X-Forwarded-For, or unset TRUST_X_FORWARDED_PROTO.",
            id="seo_meta.W301",
        )
    ]


@register(Tags.security, deploy=True)
def check_content_security(**kwargs: Any) -> Sequence[CheckMessage]:
    """Pages forbid the browser what they do not need."""
    if CSP in settings.MIDDLEWARE:
        return []
    return [
        CheckWarning(
            "No Content-Security-Policy is sent: text of a crawled page that slipped through would run as a script.",
            hint=f"Put {CSP} back into MIDDLEWARE.",
            id="seo_meta.W302",
        )
    ]


@register(Tags.security, deploy=True)
def check_cookies(**kwargs: Any) -> Sequence[CheckMessage]:
    """Cookies are not sent along with what other sites ask for."""
    return [
        CheckWarning(
            f"{name} is {value!r}, so browsers send the cookie along with what other sites ask for.",
            hint=f"Set {name} to 'Lax' or 'Strict'.",
            id="seo_meta.W303",
        )
        for name in COOKIES
        if (value := getattr(settings, name)) not in ("Lax", "Strict")
    ]


@register(Tags.security, deploy=True)
def check_hsts(**kwargs: Any) -> Sequence[CheckMessage]:
    """Browsers insist on HTTPS for a month at least."""
    if not 0 < settings.SECURE_HSTS_SECONDS < DAYS_30:  # 0 is Django's security.W004
        return []
    return [
        CheckWarning(
            f"Browsers insist on HTTPS for {settings.SECURE_HSTS_SECONDS} s only.",
            hint="When all works over HTTPS, set SECURE_HSTS_SECONDS to 31536000, a year.",
            id="seo_meta.W304",
        )
    ]


@register(Tags.security, deploy=True)
def check_login(**kwargs: Any) -> Sequence[CheckMessage]:
    """The API asks everybody to log in."""
    if not settings.DISABLE_AUTH:
        return []
    return [
        CheckWarning(
            "DISABLE_AUTH is on: whoever is on this machine may use the API.",
            hint="Unset DISABLE_AUTH. It is for pipelines, not for servers.",
            id="seo_meta.W305",
        )
    ]
