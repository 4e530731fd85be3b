from seo_meta.core.ground import Draft, Guard, Source, Verdict, guards
from seo_meta.core.words.terms import carries_meaning, fold, lexicon, terms

MIN_SHARE = 0.7
SHOWN = 3
# Praise that readers may hold a site to. The beginnings of words, in whatever language.
PRAISE = tuple(
    "best cheapest guarantee award-winning world-class unbeatable leading ultimate "
    "garantiert führend günstigste kostenlos preisgekrönt unschlagbar "
    "meilleur gratuit garanti mejor gratis garantizad migliore garantit melhor grátis garantid "
    "лучш бесплатн гарантир ведущ".split()
)
PRAISE_WORDS = frozenset("free beste bester bestes besten".split())
PRAISE_SIGNS = (
    "#1",
    "no. 1",
    "no.1",
    "nr. 1",
    "number one",
    "№1",
    "№ 1",
    "最高",
    "最安",
    "無料",
    "日本一",
    "保証",
    "第一",
)


@guards.register
class Support(Guard):
    """G4: seven of ten words that carry meaning are on the page, and so is all praise."""

    id = "support"
    verdict = Verdict.REVIEW

    def check(self, draft: Draft, source: Source) -> str:
        page = lexicon(source.text)
        words = [word for word in dict.fromkeys(terms(draft.text)) if carries_meaning(word)]
        absent = [word for word in words if not (page.knows(word) or page.joins(word))]
        praise = [word for word in absent if word.startswith(PRAISE) or word in PRAISE_WORDS]
        praise += [word for word in terms(draft.text) if word in PRAISE_WORDS and word not in page.words]
        draft_text, page_text = fold(draft.text), fold(source.text)
        praise += [sign for sign in PRAISE_SIGNS if sign in draft_text and sign not in page_text]
        if praise:
            return f"{praise[0]!r} is praise that the page does not give"
        if len(words) - len(absent) >= MIN_SHARE * len(words):
            return ""
        return f"only {len(words) - len(absent)} of {len(words)} words are on the page, not {', '.join(absent[:SHOWN])}"
