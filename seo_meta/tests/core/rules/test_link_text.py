import pytest

from seo_meta.core.limits import Limits
from seo_meta.core.rules.link.anchor_generic import LinkAnchorGeneric
from seo_meta.core.topics.link_text import is_generic
from seo_meta.tests.factories import facts_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        *(("Click here", "en"), ("read more »", "en-GB"), ("[more…]", "EN"), ("“Learn more”", "en_US")),
        *(("Hier klicken!", "de-AT"), ("Mehr erfahren →", "de"), ("En savoir plus", "fr"), ("Leer más", "es-MX")),
        *(
            ("Plus d’infos", "fr"),
            ("Les mer", "nb"),
            ("続きを読む", "ja"),
            ("자세히 보기", "ko"),
            ("查看更多", "zh-Hant"),
        ),
        *(("Подробнее", "ru"), ("Daha fazla", "tr"), ("ادامه مطلب", "fa"), ("Klicka här", "")),
    ],
)
def test_a_text_that_would_fit_any_link_is_generic(text: str, language: str) -> None:
    assert is_generic(text, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        *(("Read more about beans", "en"), ("start()", "en"), ("Here lies", "en"), ("", "en"), ("→", "")),
        *(("Hier", "en"), ("Plus", "en"), ("Click here", "de"), ("Click here", "cy"), ("Click here", "x-default")),
    ],
)
def test_any_other_text_and_that_of_another_language_is_not(text: str, language: str) -> None:
    assert not is_generic(text, language)


def test_equal_texts_to_one_page_are_one_finding_and_another_page_is_another() -> None:
    page = facts_of('<html lang="en"><a href="a">More</a>\n<a href="b">More</a><a href="a#x">More</a>')
    assert [
        (failure.message, failure.evidence, failure.line) for failure in LinkAnchorGeneric().check(page, Limits())
    ] == [
        ('The text "More" would fit any link (2 links).', "a", 1),
        ('The text "More" would fit any link.', "b", 2),
    ]
