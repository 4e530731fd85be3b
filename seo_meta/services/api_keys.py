"""API keys: `sa_PREFIX_SECRET`, of which the secret is shown once and then only its hash is known."""

import hashlib
import re
import secrets
from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from seo_meta.core.access import Action
from seo_meta.errors import ConfigError, CredentialError
from seo_meta.models import ApiKey, Site

from .audit_log import record

KEY = re.compile(r"sa_(?P<prefix>[0-9a-f]{8})_(?P<secret>[0-9a-f]{64})")
SEEN_EVERY = timedelta(minutes=1)
"""A busy key is not a write for every request."""


def create_key(
    name: str, scopes: Sequence[Action], *, by: str, expires: timedelta | None = None, sites: Sequence[str] = ()
) -> tuple[ApiKey, str]:
    """Make a key for the sites with these base URLs, or for all. Returns its row and the only copy of its text.

    Raises ConfigError for a site that is not there.
    """
    prefix, secret = secrets.token_hex(4), secrets.token_hex(32)
    with transaction.atomic():
        key = ApiKey.objects.create(
            name=name,
            prefix=prefix,
            hash=_hash(secret),
            scopes=[action.value for action in Action if action in scopes],
            all_sites=not sites,
            created_by=by,
            expires_at=timezone.now() + expires if expires is not None else None,
        )
        key.sites.set([_site(url) for url in sites])
        record(by, "key.created", key, scopes=key.scopes, sites=list(sites))
    return key, f"sa_{prefix}_{secret}"


def revoke_key(prefix: str, *, by: str, ip: str = "") -> ApiKey:
    """End a key at once; one that has ended stays as it is. Takes the prefix as lists show it, `sa_` and all or not.

    Raises ConfigError when there is no such key.
    """
    with transaction.atomic():
        key = ApiKey.objects.select_for_update().filter(prefix=prefix.removeprefix("sa_").split("_")[0]).first()
        if key is None:
            raise ConfigError(f"There is no API key {prefix.removeprefix('sa_')[:8]!r}. List them with: api_key list")
        if key.revoked_at is None:
            key.revoked_at = timezone.now()
            key.save(update_fields=["revoked_at"])
            record(by, "key.revoked", key, ip=ip)
    return key


def known_key(text: str) -> ApiKey:
    """The valid key that has this text; notes that it was used. Raises CredentialError, which never repeats the
    text."""
    match = KEY.fullmatch(text)
    key = ApiKey.objects.filter(prefix=match["prefix"]).first() if match else None
    if match is None or key is None or not secrets.compare_digest(key.hash, _hash(match["secret"])):
        raise CredentialError("The API key is unknown. Send it as it was shown: Authorization: Bearer sa_PREFIX_SECRET")
    now = timezone.now()
    if reason := key.why_invalid(now):
        raise CredentialError(f"The API key {key} {reason}. Make another with: api_key create")
    if key.last_used_at is None or key.last_used_at < now - SEEN_EVERY:
        ApiKey.objects.filter(pk=key.pk).update(last_used_at=now)
    return key


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _site(url: str) -> Site:
    site = Site.objects.filter(base_url__in=(url, f"{url}/")).first()
    if site is None:
        known = ", ".join(Site.objects.values_list("base_url", flat=True)[:5]) or "none yet"
        raise ConfigError(f"There is no site {url!r}; stored: {known}. A site is stored by its first run.")
    return site
