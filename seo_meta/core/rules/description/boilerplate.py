import re
from collections.abc import Iterator

from seo_meta.core.audit import PageRule, page_rules
from seo_meta.core.findings import Failure, Kind, Severity
from seo_meta.core.limits import Limits
from seo_meta.core.types import PageFacts

# Only as the beginning: further on a sentence may well say such things.
NOTICE = re.compile(
    r"(?:we|(?:this|our) (?:web)?site) uses? (?:[a-z-]+ ){0,3}cookies"
    r"|by (?:using|continuing)[\w ]{0,40}you (?:agree|accept|consent)\b.{0,60}\bcookies"
    r"|(?:diese|unsere) (?:web)?seite (?:verwendet|benutzt|nutzt) cookies|wir (?:verwenden|benutzen|nutzen) cookies"
    r"|(?:ce site|nous) utilis(?:e|ons) des cookies"
    r"|(?:este sitio |esta web )?(?:usa|utiliza|usamos|utilizamos) (?:[a-z]+ ){0,2}cookies"
    r"|(?:please )?(?:enable|activate) (?:java ?script|cookies)|java ?script (?:is|seems to be|must be|appears)"
    r"|you need to enable java ?script|your browser (?:does not|doesn't|is out)|bitte aktivieren sie java ?script",
    re.IGNORECASE,
)
MENU = re.compile(
    r"(?:skip|jump) to (?:the )?(?:main )?(?:content|navigation)|(?:direkt )?zum inhalt (?:springen|wechseln)"
    r"|aller au contenu|(?:saltar|ir) al contenido|(?:home|startseite|accueil|inicio) ?[»>›/|] ?\S"
    r"|(?:toggle navigation|main menu|menu|log ?in|sign in)"
    r" (?:menu|home|search|log ?in|sign (?:in|up)|about)\b",
    re.IGNORECASE,
)
BYLINE = re.compile(
    r"(?:posted|published|written) (?:on|by) (?:[^.!?]{0,60}\d{4}[^.!?]{0,30}|\w+(?: \w+){0,2})\Z"
    r"|just another wordpress (?:site|weblog)"
    r"|(?:©|copyright\b|\(c\)) ?(?:©|\(c\))? ?\d{4}|all rights reserved\b|alle rechte vorbehalten\b",
    re.IGNORECASE,
)
CALL = re.compile(
    r"(?:click here|read more|learn more|mehr lesen|weiterlesen|lire la suite|leer más)[\s.!»>…]*", re.IGNORECASE
)
# A page about such notices describes them.
ABOUT_NOTICES = re.compile(r"cookie|privacy|datenschutz|confidentialité|privacidad|java ?script|browser", re.IGNORECASE)


@page_rules.register
class DescriptionBoilerplate(PageRule):
    id = "description.boilerplate"
    kind = Kind.HEURISTIC
    severity = Severity.WARNING
    summary = "The meta description is a notice, a menu or a byline"
    remedy = "Describe what the page offers; the program that takes the beginning of the text takes too much."
    source = "https://developers.google.com/search/docs/appearance/snippet"

    def applies(self, page: PageFacts) -> bool:
        return bool(page.description)

    def check(self, page: PageFacts, limits: Limits) -> Iterator[Failure]:
        if kind := _kind(page.description, page.title):
            message = f"The meta description {kind} that other pages of the site have as well."
            yield Failure(message, page.description, page.meta("description")[0].line)


def _kind(description: str, title: str) -> str:
    if NOTICE.match(description) and not ABOUT_NOTICES.search(title):
        return "begins with a notice"
    if MENU.match(description):
        return "begins with a menu"
    if BYLINE.match(description) or CALL.fullmatch(description):
        return "is a line"
    return ""
