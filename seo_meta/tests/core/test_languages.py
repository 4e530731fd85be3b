import pytest

from seo_meta.core.topics.languages import fault_of, same_language, script_of


@pytest.mark.parametrize(
    "code", ["en", "EN-gb", "zh-Hant-HK", "zh-yue", "es-419", "fil", "de-CH-1996", "ca-valencia", "x-default", " fr "]
)
def test_registered_codes_are_good(code: str) -> None:
    assert fault_of(code) == ""


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("en-UK", "'uk' is no registered region. The code of the United Kingdom is GB."),
        ("jp", "'jp' is no registered language."),
        ("english", "'english' is no registered language."),
        ("GB", "'gb' is no registered language."),
        ("zh-Hanx", "'hanx' is no registered script."),
        ("zh-CN-Hans", "'hans' stands too late: the order is language, script, region."),
        ("en_GB", "Subtags are joined by hyphens, not by underscores."),
        ("es-LATAM", "'latam' is no registered variant."),
        ("en-", "'' is no registered variant."),
        ("", "'' is no registered language."),
    ],
)
def test_other_codes_have_a_fault(code: str, fault: str) -> None:
    assert fault_of(code) == fault


@pytest.mark.parametrize(
    ("one", "other"), [("en", "en-GB"), ("en_GB", "EN-us"), ("no", "nb"), ("nn", "no"), ("iw", "he"), ("zh-TW", "cmn")]
)
def test_tags_of_one_language_are_the_same_language(one: str, other: str) -> None:
    assert same_language(one, other)


@pytest.mark.parametrize(("one", "other"), [("en", "de"), ("nb", "nn"), ("en", "enm"), ("en", "english")])
def test_tags_of_two_languages_are_not(one: str, other: str) -> None:
    assert not same_language(one, other)


@pytest.mark.parametrize(
    ("code", "script"),
    [("ru-RU", "Cyrl"), ("en", "Latn"), ("sr", ""), ("sr-latn-RS", "Latn"), ("zh", ""), ("nope", "")],
)
def test_a_language_has_a_script_when_it_has_one_only(code: str, script: str) -> None:
    assert script_of(code) == script
