import sys
from pathlib import Path
from typing import Any

from django.core.management import CommandParser

from seo_meta.config import load_config
from seo_meta.management.command import SeoCommand, positive
from seo_meta.management.sources import print_sources
from seo_meta.selectors import find_run
from seo_meta.services.find_sources import find_sources_of_proposals


class Command(SeoCommand):
    help = "Say for each open or approved proposal of a run which file of the repository it would change, or why none."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--run", type=positive, metavar="ID", help="the run; the latest finished one")
        parser.add_argument("--source-root", metavar="DIR", help="where the folder stands in the repository")
        parser.add_argument("--config", type=Path, help="configuration file; siteagent.toml in the current folder")

    def run(self, **options: Any) -> None:
        source_root = options["source_root"]
        if source_root is None:
            source_root = load_config(options["config"]).source_root
        print_sources(find_sources_of_proposals(find_run(options["run"]), source_root), sys.stdout)
