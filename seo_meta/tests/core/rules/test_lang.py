import pytest

from seo_meta.core.findings import Failure
from seo_meta.core.limits import Limits
from seo_meta.core.rules.lang.invalid import LangInvalid
from seo_meta.tests.factories import facts_of


def failures(lang: str) -> list[Failure]:
    return list(
        LangInvalid().check(facts_of(f'<!doctype html>\n<html lang="{lang}"><title>Roasting</title>'), Limits())
    )


@pytest.mark.parametrize(
    "lang",
    [
        "EN",
        "sr-Latn-RS",
        "zh-cmn-Hans-CN",
        "sl-rozaj-biske-1994",
        "de-DE-u-co-phonebk",
        "en-a-bbb-x-a-ccc",
        "zh-min-nan",
        "i-klingon",
        "sgn-BE-FR",
        "en-GB-oed",
    ],
)
def test_tags_of_the_grammar_pass(lang: str) -> None:
    assert failures(lang) == []


@pytest.mark.parametrize(
    "lang", ["e", "deutsch", "en_GB", "en--GB", "-en", "en-GB-", " en", "en-x", "en-u", "a-DE", "de-419-DE", "\u212ao"]
)
def test_anything_else_fails(lang: str) -> None:
    assert failures(lang) == [Failure("The lang attribute is not a well-formed language tag.", lang, 2)]
