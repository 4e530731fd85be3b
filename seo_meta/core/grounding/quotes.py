from seo_meta.core.ground import Draft, Guard, Source, Verdict, guards
from seo_meta.core.propose import Evidence
from seo_meta.core.text import collapse

MIN_QUOTE = 8
"""Characters. Shorter pieces stand on any page. Of wide ones half is enough."""
# Signs that models write in another way than the page does, each for one, so that places stay the same.
SAME = str.maketrans("‘’‚‛′“”„‟«»″‐‑‒–—−\u00a0\u202f\u2009", "'''''" + '"' * 7 + "------" + "   ")


@guards.register
class Quotes(Guard):
    """G3: what the draft is said to rest on stands on the page."""

    id = "quotes"
    verdict = Verdict.DISCARD

    def check(self, draft: Draft, source: Source) -> str:
        quotes = [quote for quote in draft.quotes if quote.strip()]
        if not quotes:
            return "it quotes nothing of the page"
        absent = next((quote for quote in quotes if find(quote, source) is None), None)
        return f"the page does not say {absent!r}" if absent is not None else ""


def find(quote: str, source: Source) -> Evidence | None:
    """The part of the page that is quoted, in the page's own spelling; None when there is none, or the quote is too
    short to say anything."""
    wanted = _plain(collapse(quote))
    if len(wanted) + sum(not character.isascii() for character in wanted) < MIN_QUOTE:
        return None
    for passage in source.passages:
        place = _plain(passage.text).find(wanted)
        if place >= 0:
            return Evidence(passage.source, passage.text[place : place + len(wanted)], passage.line)
    return None


def _plain(text: str) -> str:
    lower = text.lower()
    # `İ` becomes two characters; then case counts.
    return (lower if len(lower) == len(text) else text).translate(SAME)
