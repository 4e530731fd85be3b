"""A crawl with audit beside a plain Scrapy spider and advertools, of the same site in one run.

    python benchmarks/crawl_speed.py [--folder FOLDER] [--runs N]

nginx serves the folder on loopback and counts the pages, so no tool's own word is taken. SiteAgent reads, judges and
stores; the spider (`scrapy_spider.py`) extracts the same fields and stores them in SQLite; advertools writes its usual
columns to a file of JSON lines. All three obey robots.txt and keep eight requests going; process start is included.
Needs nginx, the folder (package python-django-doc), and PyPI once, for the peers' virtual environments; those stay in
siteagent-bench below the system's folder for temporary files.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import venv
from collections.abc import Callable
from pathlib import Path
from statistics import median

from scratch_runs import DJANGO_DOCS, LIVE, Usage, nginx, packaged, run, scratch_database

SCRAPY = "scrapy==2.19.0"
ADVERTOOLS = "advertools==0.18.0"
LIMITS = {"Scrapy": (8, 10), "advertools": (16, 20)}
"""(target, aim): how many times as fast SiteAgent is to be."""
SPIDER = Path(__file__).with_name("scrapy_spider.py")
ADVERTOOLS_CRAWL = """
import sys, advertools
settings = {"CONCURRENT_REQUESTS": 8, "CONCURRENT_REQUESTS_PER_DOMAIN": 8, "LOG_LEVEL": "ERROR"}
advertools.crawl(*sys.argv[1:], follow_links=True, allowed_domains=["127.0.0.1"], custom_settings=settings)
"""


def peer_python(requirement: str) -> Path:
    """The interpreter of a virtual environment that holds this one package; made when it is not there."""
    folder = Path(tempfile.gettempdir()) / "siteagent-bench" / requirement
    installed = folder / "installed"
    if not installed.exists():
        print(f"Installing {requirement} into {folder}", flush=True)
        venv.create(folder, with_pip=True, clear=True)
        pip = [folder / "bin" / "python", "-m", "pip", "--disable-pip-version-check", "--quiet", "install", requirement]
        if subprocess.run(pip, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode:
            sys.exit(f"{requirement} could not be installed from PyPI. Is it reachable?")
        installed.touch()
    return folder / "bin" / "python"


def crawl_with_siteagent(url: str) -> Usage:
    with scratch_database() as database:
        return database.manage("seo_audit", url, *LIVE, "--fail-on", "never")


def crawl_with_scrapy(url: str) -> Usage:
    with tempfile.TemporaryDirectory() as scratch:
        return run([peer_python(SCRAPY), SPIDER, url, f"{scratch}/pages.sqlite3"])


def crawl_with_advertools(url: str) -> Usage:
    with tempfile.TemporaryDirectory() as scratch:
        python = peer_python(ADVERTOOLS)
        # It starts Scrapy by name.
        environment = os.environ | {"PATH": f"{python.parent}:{os.environ['PATH']}"}
        return run([python, "-c", ADVERTOOLS_CRAWL, url, f"{scratch}/pages.jl"], environment)


CRAWLS: dict[str, Callable[[str], Usage]] = {
    "SiteAgent": crawl_with_siteagent,
    "Scrapy": crawl_with_scrapy,
    "advertools": crawl_with_advertools,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=DJANGO_DOCS)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    for requirement in (SCRAPY, ADVERTOOLS):
        peer_python(requirement)
    usages: dict[str, list[Usage]] = {name: [] for name in CRAWLS}
    pages: dict[str, list[int]] = {name: [] for name in CRAWLS}
    with nginx(packaged(options.folder)) as server:
        for _ in range(options.runs):
            for name, crawl in CRAWLS.items():
                usages[name].append(crawl(server.url))
                pages[name].append(server.pages())
    if len({count for counts in pages.values() for count in counts}) > 1:
        sys.exit(f"The tools read different numbers of pages, so their times say nothing: {pages}")
    print(f"{options.folder}: median of {options.runs}, process start included")
    own = usages["SiteAgent"]
    for name, peer in usages.items():
        ratios = [other.seconds / usage.seconds for usage, other in zip(own, peer, strict=True)]
        cpu = [other.cpu / usage.cpu for usage, other in zip(own, peer, strict=True)]
        print(
            f"  {name:<11}{pages[name][0]:6} pages seen at the server, "
            f"{median(usage.seconds for usage in peer):7.2f} s, {median(usage.cpu for usage in peer):7.2f} s of CPU, "
            f"largest process {median(usage.largest_mb for usage in peer):4.0f} MB; "
            f"SiteAgent is {median(ratios):5.2f} times as fast{verdict(name, median(ratios))}, "
            f"{median(cpu):5.2f} times by CPU"
        )


def verdict(name: str, ratio: float) -> str:
    if name not in LIMITS:
        return ""
    target, aim = LIMITS[name]
    return f" (target {target}, {'reached' if ratio >= target else 'missed'}; aim {aim})"


if __name__ == "__main__":
    main()
