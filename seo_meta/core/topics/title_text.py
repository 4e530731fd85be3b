"""What a title is made of: parts between separators, defaults that nobody changed, placeholders that nobody filled."""

import re

# A dash or slash inside a word parts nothing.
SEPARATOR = re.compile(r" ?[|｜] ?| ?::? | [-–—·•»›/] ")
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
# A template expression that nobody filled in. One in quotation marks is what the page is about.
EXPRESSION = re.compile(r"(?<![\"'`“‘„«])(?:\{\{\s*+[\w$.][^{}]*+\}\}|\$\{[a-z_][\w.]*+\}|%%\w++%%)")
# What stands for a missing value when it is all that is between two separators, in the case that programs print.
MISSING_VALUE = re.compile(r"(?:undefined|null|NaN)(?>(?: (?:undefined|null|NaN))*)")
UNFILLED = re.compile(r"\[object Object\]|%[sd]|%\d\$s|%\w++%|\{\w*+\}|\{\{\s?\}\}|\$\{[^{}]*+\}|\{%.*%\}|<%.*%>")
FILLER = re.compile(r"lorem ipsum", re.IGNORECASE)
FILLER_TEXT = re.compile(r"lorem ipsum dolor", re.IGNORECASE)
VALUE_END = re.compile(r" ?\| ?| [-–—·•»/](?: |$)")


def is_default(title: str) -> bool:
    """Whether an editor, a framework or a server wrote it."""
    folded = title.casefold()
    return folded in DEFAULTS or GENERATED.fullmatch(folded) is not None


def has_placeholder(title: str, url: str) -> bool:
    """Whether a part of the title of the page at `url` should have been replaced by a value."""
    parts = VALUE_END.split(title)
    return bool(EXPRESSION.search(title) or FILLER_TEXT.search(title) or any(_is_unfilled(part, url) for part in parts))


def is_written(title: str, url: str) -> bool:
    """Whether somebody wrote it for the page at `url`: it is no default and holds no placeholder."""
    return not is_default(title) and not has_placeholder(title, url)


def _is_unfilled(part: str, url: str) -> bool:
    """Whether the part stands for a value. A word that is also the name of the page's address is its subject."""
    if UNFILLED.fullmatch(part):
        return True
    return bool(MISSING_VALUE.fullmatch(part) or FILLER.fullmatch(part)) and part.casefold() != _slug(url)


def _slug(url: str) -> str:
    """The last segment of the path as words: "lorem ipsum" of /wiki/Lorem_ipsum.html."""
    segment = url.partition("?")[0].rstrip("/").rpartition("/")[2]
    return segment.partition(".")[0].replace("_", " ").replace("-", " ").casefold()
