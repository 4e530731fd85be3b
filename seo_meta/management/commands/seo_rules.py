import sys
from difflib import get_close_matches
from textwrap import dedent
from typing import Any

from django.core.management import CommandParser
from rich.console import Console
from rich.table import Table

from seo_meta.core.audit import Rule, page_rules, site_rules
from seo_meta.errors import ConfigError
from seo_meta.management.command import SeoCommand


class Command(SeoCommand):
    help = "List the rules, or explain one."
    needs_database = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("rule", nargs="?", metavar="RULE", help="the id of one rule to explain")

    def run(self, **options: Any) -> None:
        rules = {rule.id: rule for rule in (*page_rules, *site_rules)}
        wanted = options["rule"]
        if wanted is None:
            return self.list_rules(list(rules.values()))
        if wanted not in rules:
            near = get_close_matches(wanted, rules, n=3, cutoff=0.7)
            hint = f"Did you mean {' or '.join(near)}?" if near else "List them with: seo_rules"
            raise ConfigError(f"There is no rule {wanted!r}. {hint}")
        return self.explain(rules[wanted])

    def list_rules(self, rules: list[Rule]) -> None:
        table = Table("rule", "severity", "kind", "scope", "finds", box=None, pad_edge=False, header_style="bold")
        for rule in sorted(rules, key=lambda rule: rule.id):
            scope = "site" if rule.id in site_rules else "page"
            table.add_row(rule.id, rule.severity, rule.kind, scope, rule.summary)
        Console(file=sys.stdout, width=None if sys.stdout.isatty() else 140).print(table)

    def explain(self, rule: Rule) -> None:
        self.stdout.write(
            dedent(
                f"""\
                {rule.id}
                {rule.summary}.

                severity  {rule.severity}
                kind      {rule.kind}
                needs     {rule.requires.value}
                source    {rule.source or "experience"}

                {rule.remedy}"""
            )
        )
