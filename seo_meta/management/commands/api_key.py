from datetime import timedelta
from typing import Any

from django.core.management import CommandParser
from django.utils import timezone

from seo_meta.core.access import Action
from seo_meta.core.defang import plain
from seo_meta.management.command import SeoCommand, positive
from seo_meta.models import ApiKey
from seo_meta.services.api_keys import create_key, revoke_key
from seo_meta.services.audit_log import actor_at_prompt


class Command(SeoCommand):
    help = "Make, list and revoke the keys with which programs use the API."

    def add_arguments(self, parser: CommandParser) -> None:
        does = parser.add_subparsers(dest="does", required=True, metavar="create|list|revoke")
        create = does.add_parser("create", help="make a key and print it, once")
        create.add_argument("--name", required=True, help="who or what uses it")
        create.add_argument("--scope", action="append", required=True, choices=[*Action], help="may be given again")
        create.add_argument("--expires", type=positive, metavar="DAYS", help="after so many days; without it never")
        create.add_argument("--site", action="append", default=[], metavar="URL", help="only this site; again: more")
        does.add_parser("list", help="list the keys, without their secrets")
        revoke = does.add_parser("revoke", help="end a key at once")
        revoke.add_argument("prefix", metavar="PREFIX", help="as the list shows it")

    def run(self, **options: Any) -> None:
        if options["does"] == "create":
            self.create(options["name"], options["scope"], options["expires"], options["site"])
        elif options["does"] == "list":
            self.list()
        else:
            key = revoke_key(options["prefix"], by=actor_at_prompt())
            self.stdout.write(f"{plain(str(key))} {key.why_invalid(timezone.now())}.")

    def create(self, name: str, scopes: list[str], days: int | None, sites: list[str]) -> None:
        expires = timedelta(days=days) if days is not None else None
        _, text = create_key(name, [Action(s) for s in scopes], by=actor_at_prompt(), expires=expires, sites=sites)
        self.stderr.write("This key is shown once. Send it as: Authorization: Bearer KEY", self.style.NOTICE)
        self.stdout.write(text)

    def list(self) -> None:
        now = timezone.now()
        for key in ApiKey.objects.prefetch_related("sites"):
            sites = "all sites" if key.all_sites else ", ".join(str(site) for site in key.sites.all()) or "no site"
            used = f"used {key.last_used_at:%Y-%m-%d %H:%M}" if key.last_used_at is not None else "never used"
            ends = key.why_invalid(now) or (f"until {key.expires_at:%Y-%m-%d}" if key.expires_at else "no end")
            line = f"sa_{key.prefix}  {key.name}  {','.join(key.scopes)}  {sites}  {used}  {ends}"
            self.stdout.write(plain(line))
