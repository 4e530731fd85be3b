import re

from seo_meta.core.ground import Draft, Guard, Source, Verdict, guards
from seo_meta.core.topics.languages import primary
from seo_meta.core.topics.scripts import LETTERS, letter_counts, main_script
from seo_meta.core.words.function_words import SETS, counts
from seo_meta.core.words.terms import WORD, fold

KANA = re.compile("[\u3041-\u30fa]")
MIN_HAN = 8
"""Characters: so many of Japanese hardly go without kana."""
MIN_KANA = 0.05
"""Share of the letters: a Chinese page may quote a Japanese name."""
MIN_WORDS = 3
"""Little words of another language: fewer may be a name, "The Art of War"."""
MIN_RATE = 0.15
"""Of the words of prose, so many at least are little ones."""
RARER = 3
"""How many times rarer they are on the page."""


@guards.register
class Language(Guard):
    """G5: the draft is in the language and script of the page.

    Another language shows by its little words, which must be common in the draft and rare on the page: so a wrong or
    missing `lang` attribute does no harm.
    """

    id = "language"
    verdict = Verdict.DISCARD

    def check(self, draft: Draft, source: Source) -> str:
        theirs, ours = main_script(draft.text), main_script(source.text)
        if theirs and ours and theirs != ours and not _mixed(source.text, theirs):
            return f"it is in {LETTERS[theirs][0]} letters, the page in {LETTERS[ours][0]}"
        if theirs == "Jpan":
            return _chinese_or_japanese(draft.text, source.text)
        return _another_language(draft.text, source)


def _mixed(text: str, script: str) -> bool:
    """Whether a fifth of the letters are of that script: such a page may well have a title in it."""
    found = letter_counts(text)
    return found[script] * 5 >= sum(found.values())


def _chinese_or_japanese(draft: str, page: str) -> str:
    if KANA.search(draft) and not _is_japanese(page):
        return "it is Japanese, the page Chinese"
    if len(draft) >= MIN_HAN and not KANA.search(draft) and _is_japanese(page):
        return "it is Chinese, the page Japanese"
    return ""


def _is_japanese(page: str) -> bool:
    return len(KANA.findall(page)) >= MIN_KANA * letter_counts(page)["Jpan"]


def _another_language(draft: str, source: Source) -> str:
    words, page = WORD.findall(fold(draft)), WORD.findall(fold(source.text))
    found, on_page = counts(words), counts(page)
    commonest = max(SETS, key=lambda language: on_page[language])
    # A page of tables and code has few little words of any language; then what it declares counts.
    is_prose = on_page[commonest] >= MIN_RATE * len(page)
    own = commonest if is_prose or not source.language else primary(source.language)
    language = max(SETS, key=lambda language: (found[language], on_page[language]))
    most = found[language]
    if most < MIN_WORDS or found.get(own, 0) * 2 > most:
        return ""
    is_rarer = on_page[language] * RARER * len(words) < most * len(page)
    return f"it is in another language than the page ({language})" if is_rarer else ""
