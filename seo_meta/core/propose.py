"""The propose stage as values: what generators see of a page, what they answer, and where they are registered.

A generator is one module under `generators/` whose name is its id; docs/how-to/add-a-generator.md has the steps.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from .limits import Limits
from .registry import Registry
from .types import PageFacts, Value

MAX_CANDIDATES = 3
"""Of one field of one page. The best of three is twice the gain of a better scorer over the first 155 characters
(docs/explanation/measurements.md); a fourth adds little and must be read too."""


class Field(StrEnum):
    """What can be proposed of a page: the unit that a reviewer decides about."""

    TITLE = "title"
    DESCRIPTION = "description"
    CANONICAL = "canonical"
    SOCIAL = "social"
    """Open Graph and Twitter: a JSON object of property to content, with those to be set alone."""
    JSON_LD = "json-ld"
    """A JSON-LD document to be added."""

    @property
    def is_whole(self) -> bool:
        """Whether a value takes the place of what the page has; else it is added to that."""
        return self in (Field.TITLE, Field.DESCRIPTION, Field.CANONICAL)


class Confidence(StrEnum):
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"

    @property
    def at_most_medium(self) -> "Confidence":
        """That of a value which was changed to serve."""
        return Confidence.LOW if self is Confidence.LOW else Confidence.MEDIUM


class Treatment(StrEnum):
    """What may become of a candidate. `auto` follows from the page without judgement, `proposed` is for a reviewer,
    `advisory` must never be approved in bulk."""

    AUTO = "auto"
    PROPOSED = "proposed"
    ADVISORY = "advisory"


class Evidence(Value, frozen=True):
    """What of the page a value rests on: `text` stands there word for word. `source` names the part of the page: `h1`,
    `title`, `paragraph`, `og:image`, `breadcrumb`, `url`; `line` is that of the element in the source, if known."""

    source: str
    text: str
    line: int | None = None


class Variant(Value, frozen=True):
    """A candidate's value with one more fact, which tells it apart from that of another page. `fact` names the kind:
    variants of one kind are comparable between pages."""

    fact: str
    value: str
    evidence: Evidence


class Candidate(Value, frozen=True):
    """One value for one field of one page. `reasons` say in words why it has this confidence."""

    value: str
    confidence: Confidence
    reasons: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    treatment: Treatment = Treatment.PROPOSED
    score: float = 0.0
    """Orders the candidates of one page and field; between pages it means nothing."""
    variants: tuple[Variant, ...] = ()
    """In the order of preference."""


class Block(Value, frozen=True):
    """A piece of text of the page with the element that holds it. `kind`: `standfirst`, `after-h1` (a paragraph below
    the first H1), `main` (of the main text), `list`, `caption`."""

    text: str
    kind: str
    in_main: bool = False
    """Whether the main-text extractor kept it."""
    line: int | None = None


class HouseStyle(Value, frozen=True):
    """How the good pages of one section of a site write their titles and descriptions, as far as they agree."""

    section: str = ""
    """The first segment of the path, with the language: what the style was learned from. Empty: the whole site."""
    pages: int = 0
    """How many good pages it was learned from."""
    brand: str = ""
    separator: str = ""
    """Between the subject and the brand, with its spaces: ` | `."""
    brand_first: bool = False
    title_case: str = ""
    """`sentence`, `title` or empty when the pages do not agree."""
    title_em: float = 0.0
    """The median width."""
    description_chars: int = 0
    """The median length; 0 when too few pages have one."""
    shared_headings: tuple[str, ...] = ()
    """H1s, in lower case, that half the pages have: a logo or the name of the section, not that of a page."""


class Subject(Value, frozen=True):
    """One page as generators see it."""

    facts: PageFacts
    blocks: tuple[Block, ...] = ()
    """In the order of the page."""
    is_home: bool = False
    title: str = ""
    """The title that the page has or, once approved, will have; empty while that is undecided."""
    description: str = ""
    """The same of the description."""


class SiteProfile(Value, frozen=True):
    """What a generator may know of the site around the page."""

    base_url: str
    clean_urls: bool = False
    style: HouseStyle = HouseStyle()
    """That of the page's section."""
    limits: Limits = Limits()
    home: PageFacts | None = None


class Abstain(Exception):
    """Raised by a generator that has no good value; the text says why, and what would help."""


class Generator:
    """What every generator declares."""

    id: str
    version: int = 1
    """Raised when the same page would get other candidates."""
    on: bool = True
    """Whether it is asked when no generator is named; else its id asks."""
    mends: Mapping[Field, frozenset[str]]
    """The rules whose findings it answers, by the field that it then makes candidates for."""

    def candidates(self, field: Field, page: Subject, site: SiteProfile) -> Iterable[Candidate]:
        """The candidates for one field, the best first. Raises Abstain."""
        raise NotImplementedError


generators: Registry[Generator] = Registry()
