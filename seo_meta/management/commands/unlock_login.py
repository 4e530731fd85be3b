from typing import Any

from django.core.management import CommandParser

from seo_meta.core.defang import plain
from seo_meta.management.command import SeoCommand
from seo_meta.services.audit_log import actor_at_prompt
from seo_meta.services.login_lock import unlock


class Command(SeoCommand):
    help = "Let a user name that failed to log in too often be tried again at once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", metavar="USERNAME")

    def run(self, **options: Any) -> None:
        freed = unlock(options["username"], by=actor_at_prompt())
        what = f"can be tried again from {freed} addresses" if freed else "is not locked"
        self.stdout.write(plain(f"{options['username']} {what}."))
