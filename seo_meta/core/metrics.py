"""What an app tells a server's monitoring of itself."""

from collections.abc import Mapping

from msgspec import Struct


class Metric(Struct, frozen=True):
    """A metric family of Prometheus: a gauge, or a counter, which only ever grows and whose name ends with `_total`.

    https://prometheus.io/docs/practices/naming/
    """

    name: str
    help: str
    samples: Mapping[tuple[str, ...], float]
    """Values of `labels`, in their order, to the value; without labels under the empty tuple."""
    labels: tuple[str, ...] = ()
    """Few values each: every combination is kept as a series of its own."""
    counter: bool = False
