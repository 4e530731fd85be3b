from collections.abc import Iterator

from seo_meta.plugins import Metric


def metrics() -> Iterator[Metric]:
    yield Metric("siteagent_example_numbers", "Numbers that were doubled.", {("even",): 3, ("odd",): 4}, ("kind",))
