import re
from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts

# What editors, frameworks and servers write until somebody changes it, in lower case.
DEFAULTS = frozenset(
    (
        *("untitled", "untitled document", "untitled page", "new page", "new page 1", "document", "default", "page"),
        *("title", "page title", "title here", "your title here", "my site", "my website", "my blog", "my app"),
        *("home", "home page", "homepage", "index", "welcome", "startseite", "accueil", "inicio", "início"),
        *("página inicial", "pagina iniziale", "strona główna", "главная", "главная страница", "首页", "ホーム"),
        *("unbenanntes dokument", "document sans titre", "documento sin título", "documento senza titolo"),
        *("react app", "create next app", "new remix app", "vite app", "svelte app", "solid app", "ionic app"),
        *("astro basics", "gatsby default starter", "flutter demo", "hello from my site | my site"),
        *("welcome to nginx!", "it works!", "iis windows server", "apache2 debian default page: it works"),
        *("apache2 ubuntu default page: it works", "the install worked successfully! congratulations!"),
    )
)
# Vite's templates ("Vite + React + TS"), directory listings, and what word processors make of file names.
GENERATED = re.compile(
    r"vite(?: \+ \w+){1,2}"
    r"|(?:index of|directory listing for) /.*"
    r"|microsoft (?:word|powerpoint) - .*"
    r"|[^\s/]+\.(?:html?|xhtml|docx?|odt|rtf|pptx?|pdf|indd)"
    r"|(?:index|default)\.(?:php|aspx?|jsp)"
)


@page_rules.register
class TitleBoilerplateOnly(PageRule):
    id = "title.boilerplate-only"
    kind = Kind.HEURISTIC
    severity = Severity.WARNING
    summary = "The title is a default or a file name"
    remedy = "Replace the default with a title that names what this page is about."
    source = "https://developers.google.com/search/docs/appearance/title-link"

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        title = page.title.casefold()
        if title in DEFAULTS or GENERATED.fullmatch(title):
            yield Failure("The title is a default that says nothing about this page.", page.title, page.titles[0].line)
