"""The files that a site writes: what they say, and where their mistakes are."""

from datetime import date
from pathlib import Path

import pytest

from seo_meta.config import load_config, load_waivers
from seo_meta.core.audit import page_rules
from seo_meta.core.findings import Severity
from seo_meta.core.policy import PagePolicies
from seo_meta.core.profile import Profile
from seo_meta.core.waivers import Waiver
from seo_meta.errors import ConfigError
from seo_meta.tests.factories import BASE

CONFIG = """
profile = "preview"
brand = "Example"
[rules]
"title.missing" = "warning"
"index.noindex" = "error"
[[overrides]]
path = ["blog/**"]
rules = { "title.missing" = "off", "index.noindex" = "error" }
[[overrides]]
language = ["ja"]
[overrides.limits]
title_max_px = 400
"""

WAIVER = """
[[waiver]]
rule = "title.missing"
path = "old/**"
reason = "Goes in spring"
owner = "web"
expires = 2027-03-31
"""


def file(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "file.toml"
    path.write_text(text)
    return path


def test_a_configuration_becomes_the_policy_of_each_page(tmp_path: Path) -> None:
    policies = PagePolicies(load_config(file(tmp_path, CONFIG)).policy(), BASE)
    title = page_rules["title.missing"]
    pages = (("a.html", "en"), ("blog/a.html", "en"), ("a.html", "ja"))
    plain, blog, japanese = (policies.of(BASE, *page) for page in pages)
    assert (plain.profile, plain.brand, plain.severity(title)) == (Profile.PREVIEW, "Example", Severity.WARNING)
    assert not blog.runs(title)
    assert (plain.limits.title_max_px, japanese.limits.title_max_px) == (580, 400)


def test_what_a_profile_turns_off_no_configuration_turns_on(tmp_path: Path) -> None:
    preview = PagePolicies(load_config(file(tmp_path, CONFIG)).policy(), BASE)
    noindex, indexable = page_rules["index.noindex"], page_rules["index.preview-indexable"]
    assert not any(preview.of(BASE, path).runs(noindex) for path in ("a.html", "blog/a.html"))
    assert preview.everywhere.runs(indexable)
    asked = '[rules]\n"index.preview-indexable" = "error"\n'
    assert not load_config(file(tmp_path, asked)).policy().runs(indexable)
    louder = load_config(file(tmp_path, f'profile = "preview"\n{asked}')).policy()
    assert louder.severity(indexable) is Severity.ERROR


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x =", "is not valid TOML: Invalid value (at end of document)."),
        ('\n\nbse_url = "x"', ":3: unknown key 'bse_url'; did you mean base_url?"),
        ('[rules]\n\n"title.mising" = "off"', ":3: unknown rule 'title.mising'; did you mean title.missing"),
        ('[rules]\n"title.missing" = "fatal"', ":2: title.missing = 'fatal' is no severity; use one of error, warning"),
        ("[limits]\n# title_max\ntitle_max = 3", ":3: unknown key 'title_max' in [limits]; did you mean title_max_px"),
        ("[limits]\ntitle_max_px = 'wide'", ":2: Expected `int`, got `str` - at `$.limits.title_max_px`."),
        ("profile = 'prevew'", ":1: 'prevew' is no profile; use production or preview."),
        ("overrides = 3", ":1: overrides must be written as [[overrides]]"),
        ("[[overrides]]\nlanguage = ['ja']\n[[overrides]]\nlimits = {}", ":3: the override names no path"),
        ("[[overrides]]\npath = ['a']\n[[overrides]]\npaht = ['b']", ":4: unknown key 'paht' in [overrides]; did you"),
        ("[[overrides]]\npath = [\n'a',\n]\nlimits = {a = 1}", ":5: unknown key 'a' in [overrides.limits]; "),
        ("[[overrides]]\npath = ['a']\nrules = {'a.b' = 'off'}", ":3: unknown rule 'a.b'; "),
        ("[[overrides]]\npath = 'a'", ":2: Expected `array`, got `str` - at `$.overrides[0].path`."),
    ],
)
def test_a_mistake_in_the_configuration_is_named_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    path = file(tmp_path, text)
    with pytest.raises(ConfigError) as error:
        load_config(path)
    assert str(error.value).removeprefix(str(path)).strip().startswith(message)
    assert "\n" not in str(error.value)


def test_a_waiver_is_read_with_its_line(tmp_path: Path) -> None:
    values = {"rule": "title.missing", "path": "old/**", "reason": "Goes in spring", "owner": "web"}
    expected = Waiver(**values, expires=date(2027, 3, 31), line=2)
    assert load_waivers(file(tmp_path, WAIVER)) == (expected,)


def test_without_a_file_there_are_no_waivers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert load_waivers(None) == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (WAIVER.replace("2027-03-31", ""), "is not valid TOML: "),
        (WAIVER.replace("[[waiver]]", "[[waivers]]"), ":2: unknown key 'waivers'; did you mean waiver?"),
        (WAIVER.replace("[[waiver]]", "[waiver]"), ":2: a waiver must be written as [[waiver]]"),
        (WAIVER + WAIVER.replace("owner", "ownr"), ":13: unknown key 'ownr' in [waiver]; did you mean owner?"),
        (WAIVER + WAIVER.replace('reason = "Goes in spring"\n', ""), ":9: the waiver has no reason; each needs rule, "),
        (WAIVER.replace('owner = "web"\n', ""), ":2: the waiver has no owner"),
        (WAIVER.replace("expires = 2027-03-31\n", ""), ":2: the waiver has no expires"),
        (WAIVER.replace('"web"', '" "'), ":6: Expected `str` matching regex"),
        (WAIVER.replace("2027-03-31", '"soon"'), ":7: Invalid"),
        (WAIVER.replace("title.missing", "title.mising"), ":3: unknown rule 'title.mising'; did you mean"),
        (f"{WAIVER}fingerprint = 'b19'", ":8: Expected `str` matching regex"),
        (f"{WAIVER}line = 3", ":8: unknown key 'line' in [waiver]"),
    ],
)
def test_a_waiver_that_cannot_be_understood_is_refused(tmp_path: Path, text: str, message: str) -> None:
    path = file(tmp_path, text)
    with pytest.raises(ConfigError) as error:
        load_waivers(path)
    assert str(error.value).removeprefix(str(path)).strip().startswith(message)
    assert "\n" not in str(error.value)
