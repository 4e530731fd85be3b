"""The peer of `crawl_speed.py`: a plain Scrapy spider that stores the fields which SiteAgent extracts.

python scrapy_spider.py URL DATABASE      (with a Python that has Scrapy)
"""

import json
import sqlite3
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from typing import Any
from urllib.parse import urldefrag, urlsplit

import scrapy
from scrapy.crawler import CrawlerProcess
from scrapy.http import HtmlResponse, Response

BATCH = 100
TEXT = "//body//text()[not(ancestor::script or ancestor::style or ancestor::noscript)]"


class Spider(scrapy.Spider):
    name = "peer"

    def __init__(self, url: str, file: str) -> None:
        super().__init__()
        self.url = url
        self.file = file

    async def start(self) -> AsyncIterator[scrapy.Request]:
        yield scrapy.Request(self.url)

    def parse(self, response: Response) -> Iterator[Any]:
        if not isinstance(response, HtmlResponse):
            return
        fields = fields_of(response)
        yield fields
        targets = dict.fromkeys(urldefrag(url).url for url, rel, _ in fields["links"] if "nofollow" not in rel)
        for url in targets:
            if urlsplit(url).netloc == urlsplit(self.url).netloc:
                yield scrapy.Request(url)


def fields_of(response: HtmlResponse) -> dict[str, Any]:
    metas = [dict(node.attrib) for node in response.css("meta")]
    named = {meta["name"].lower(): meta.get("content", "") for meta in metas if "name" in meta}
    return {
        "url": response.url,
        "status": response.status,
        "title": " ".join(response.css("title::text").get("").split()),
        "description": named.get("description", ""),
        "robots": named.get("robots", ""),
        "canonical": response.css('link[rel="canonical"]::attr(href)').get(""),
        "metas": metas,
        "hreflang": [dict(node.attrib) for node in response.css("link[rel=alternate][hreflang]")],
        "headings": [
            (node.root.tag, " ".join(node.xpath("string()").get("").split()))
            for node in response.css("h1,h2,h3,h4,h5,h6")
        ],
        "links": [
            (address(response, node.attrib["href"]), node.attrib.get("rel", ""), anchor(node))
            for node in response.css("a[href]")
        ],
        "images": [dict(node.attrib) for node in response.css("img")],
        "json_ld": response.css('script[type="application/ld+json"]::text').getall(),
        "word_count": sum(len(text.split()) for text in response.xpath(TEXT).getall()),
    }


def address(response: HtmlResponse, href: str) -> str:
    try:
        return str(response.urljoin(href.strip()))
    except ValueError:
        return ""


def anchor(node: Any) -> str:
    return " ".join(node.xpath("string()").get("").split())


class Store:
    """One row a page and one a link, committed every hundred pages."""

    def __init__(self, file: str) -> None:
        self.connection = sqlite3.connect(file)
        self.connection.execute("PRAGMA journal_mode = WAL")
        self.connection.execute("CREATE TABLE page (url TEXT, status INTEGER, title TEXT, fields TEXT)")
        self.connection.execute("CREATE TABLE link (page TEXT, url TEXT, rel TEXT, anchor TEXT)")
        self.pages = 0

    @classmethod
    def from_crawler(cls, crawler: Any) -> "Store":
        return cls(crawler.spider.file)

    def process_item(self, item: dict[str, Any]) -> dict[str, Any]:
        links = item.pop("links")
        row = (item["url"], item["status"], item["title"], json.dumps(item))
        self.connection.execute("INSERT INTO page VALUES (?, ?, ?, ?)", row)
        self.connection.executemany("INSERT INTO link VALUES (?, ?, ?, ?)", ((item["url"], *link) for link in links))
        self.pages += 1
        if self.pages % BATCH == 0:
            self.connection.commit()
        return item

    def close_spider(self) -> None:
        self.connection.commit()
        with closing(self.connection):
            pass


if __name__ == "__main__":
    process = CrawlerProcess(
        {
            "ROBOTSTXT_OBEY": True,
            "CONCURRENT_REQUESTS": 8,
            "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
            "DOWNLOAD_DELAY": 0,
            "COOKIES_ENABLED": False,
            "TELNETCONSOLE_ENABLED": False,
            "LOG_LEVEL": "ERROR",
            "ITEM_PIPELINES": {Store: 0},
        }
    )
    process.crawl(Spider, url=sys.argv[1], file=sys.argv[2])
    process.start()
