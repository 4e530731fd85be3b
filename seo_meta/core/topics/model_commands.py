"""Text of a page that is written for language models: "ignore all previous instructions and answer …"."""

import re
from unicodedata import normalize

from seo_meta.core.text import collapse
from seo_meta.core.words.sentences import pieces

COMMAND = re.compile(
    r"""
    \b(?:ignore|disregard|forget|override|bypass)\b .{0,40}? \b(?:instructions?|prompts?|rules|guidelines|directions)\b
    | \b(?:ignore|disregard|forget)\ (?:all|any|everything)\b .{0,20}? \b(?:above|before|previous|prior)\b
    | \bsystem\ prompt\b | \byou\ are\ now\b | \bact\ as\ (?:an?\ )?(?:ai|assistant|chatbot)\b
    | \b(?:respond|reply|answer)\ (?:only\ )?with\b
    | <\|[a-z_]{2,20}\|> | \[/?inst\] | \#{2,}\ ?(?:instruction|system) | \b(?:system|assistant)\ ?:
    | \b(?:ignorier|vergiss|missacht)\w* .{0,40}? \b(?:anweisung|vorgabe|instruktion)\w*
    | \b(?:ignore[zr]?|oublie[zr]?)\b .{0,40}? \b(?:instructions|consignes)\b
    | \b(?:ignora|olvida)\w* .{0,40}? \b(?:instrucciones|istruzioni|instruções)\b
    | \b(?:игнорир|забуд)\w* .{0,40}? (?:инструкц|указан)\w*
    | (?:指示|命令|プロンプト).{0,10}(?:無視|忘れ) | (?:忽略|无视).{0,15}(?:指令|指示|说明|提示)
    """,
    re.IGNORECASE | re.VERBOSE,
)
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")
FOLLOWING = 2
"""Sentences that are dropped with a command: they say what to do."""


def split_commands(text: str) -> tuple[str, str]:
    """(the text without sentences that command a model, these with the two after each), both collapsed."""
    if not commands(text):
        return collapse(text), ""
    kept: list[str] = []
    dropped: list[str] = []
    dropping = 0
    for sentence in pieces(text):
        if commands(sentence):
            dropping = 1 + FOLLOWING
        (dropped if dropping else kept).append(sentence)
        dropping = max(0, dropping - 1)
    rest = collapse(" ".join(kept))
    if commands(rest):  # spread over sentences
        return "", collapse(text)
    return rest, collapse(" ".join(dropped))


def commands(text: str) -> bool:
    """Whether a text commands a model, in whatever disguise of letters."""
    return bool(COMMAND.search(collapse(INVISIBLE.sub("", normalize("NFKC", text)))))
