import re
from functools import cache

from seo_meta.core.defang import LINE_BREAKS, UNSAFE
from seo_meta.core.ground import Draft, Guard, Source, Verdict, guards
from seo_meta.core.prompt import INSTRUCTIONS
from seo_meta.core.topics.model_commands import commands
from seo_meta.core.words.terms import WORD, carries_meaning, fold, lexicon, terms

MARKUP = re.compile(
    r"</?[a-z!]|&(?:#x?[0-9a-f]{1,6}|[a-z]{2,10});|\*\*|__|\]\(|`|^#{1,6} |\\[nrtu]|[{}]", re.IGNORECASE
)
PLACEHOLDER = re.compile(
    r"\[[^\]]{1,40}\]|%s|%d|\bundefined\b|\bnull\b|\bnan\b|lorem ipsum|\bTODO\b|\bXXX\b", re.IGNORECASE
)
# How answers begin that are none. A page may say the same itself: "Here are ten recipes".
OPENINGS = (
    *("i'm sorry", "i am sorry", "i cannot", "i can't", "i'm unable", "i am unable", "i apologi", "sorry,"),
    *("unfortunately, i", "sure,", "sure!", "certainly", "of course", "okay,", "here is", "here's", "here are"),
    *("als ki", "als sprachmodell", "tut mir leid", "es tut mir leid", "ich kann ", "hier ist", "hier sind", "gerne"),
    *("en tant qu", "je suis désolé", "je ne peux", "voici", "bien sûr", "lo siento", "como modelo", "aquí "),
    *("как ии", "как языковая", "извините", "к сожалению", "вот ", "конечно"),
    *("申し訳", "すみません", "もちろん", "以下", "抱歉", "对不起", "当然"),
)
SPEAKER = re.compile(
    r"\bas an? (?:ai|artificial|large language|language model)\b|\b(?:KI|AI|ИИ)-?(?:modell?|модель)\b", re.I
)
LABEL = re.compile(
    r"^(?:(?:meta[ -]?)?(?:title|description)|(?:meta[ -]?)?beschreibung|titel|titre|título|заголовок|описание)\s*:"
    r"|^(?:タイトル|説明)\s*[:：]|^candidate \d",
    re.IGNORECASE,
)
RUN = 6
"""Words in a row of our instructions that no page has by chance."""


@guards.register
class Echo(Guard):
    """G7: the draft is a value, and not an answer to us: no refusal, label, markup or placeholder, and neither our own
    instructions nor those of a page that commands models."""

    id = "echo"
    verdict = Verdict.DISCARD

    def check(self, draft: Draft, source: Source) -> str:
        text = draft.text.strip().replace("’", "'")
        if UNSAFE.search(draft.text) or LINE_BREAKS.search(draft.text):
            return "it holds control characters or line breaks"
        if SPEAKER.search(text) or _opens_an_answer(fold(text), source):
            return "it is an answer to us, not a text for readers"
        if LABEL.search(text):
            return "it begins with a label"
        if commands(text) or _runs(text) & _own_words() or _obeys(text, source):
            return "it repeats instructions"
        return next(
            (
                f"it holds {what}: {found[0]!r}"
                for what, pattern in (("markup", MARKUP), ("a placeholder", PLACEHOLDER))
                if (found := pattern.search(text)) and found[0] not in source.text
            ),
            "",
        )


def _opens_an_answer(folded: str, source: Source) -> bool:
    opening = next((opening for opening in OPENINGS if folded.startswith(opening)), "")
    return bool(opening) and opening not in fold(source.text)


def _obeys(text: str, source: Source) -> bool:
    """Whether it has a word that stands nowhere but where the page speaks to models."""
    told, said = lexicon(source.commands), lexicon(source.text)
    return any(word in told.words and not said.knows(word) for word in terms(text) if carries_meaning(word))


@cache
def _own_words() -> frozenset[tuple[str, ...]]:
    return _runs(INSTRUCTIONS)


def _runs(text: str) -> frozenset[tuple[str, ...]]:
    words = WORD.findall(fold(text))
    return frozenset(tuple(words[place : place + RUN]) for place in range(len(words) - RUN + 1))
