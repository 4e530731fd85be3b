"""A folder of made-up pages, the same for the same number: `synthetic_site.write(folder, pages)`.

Each page is about 25 kB with the navigation, links, images and meta tags of a documentation page, and a few faults.
"""

import random
from pathlib import Path

WORDS = (
    "coffee roast bean water grinder filter pressure aroma bitter sweet harvest farm altitude drying washed natural "
    "espresso crema brew ratio extraction temperature storage freshness blend origin export quality cup taste note"
).split()


SECTIONS = 10

PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} | Example Roasters</title>
{description}
<link rel="canonical" href="https://example.com/{path}">
<meta property="og:title" content="{title}">
<meta property="og:image" content="https://example.com/img/0.png">
<script type="application/ld+json">
{{"@context": "https://schema.org", "@type": "Article", "headline": "{title}"}}
</script>
</head>
<body>
<nav><ul>{navigation}</ul></nav>
<main>
<h1>{title}</h1>
{sections}
</main>
<footer><p>Example Roasters</p></footer>
</body>
</html>
"""


def write(folder: Path, pages: int) -> None:
    """Write `pages` HTML files below `folder`, a hundred a sub-folder."""
    for number in range(pages):
        target = folder / path_of(number)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(page(number, pages), encoding="utf-8")
    (folder / "img").mkdir()
    for place in range(SECTIONS):
        (folder / "img" / f"{place}.png").write_bytes(b"\x89PNG")


def path_of(number: int) -> str:
    return f"{number // 100:04}/{number:06}.html" if number else "index.html"


def page(number: int, pages: int) -> str:
    rng = random.Random(number)  # noqa: S311 - the same page every time
    linked = [0, *(rng.randrange(pages) for _ in range(59)), (number + 1) % pages]
    navigation = "".join(f'<li><a href="/{path_of(other)}">{text(rng, 3)}</a></li>' for other in linked)
    sections = "\n".join(section(rng, place) for place in range(SECTIONS))
    description = f'<meta name="description" content="{text(rng, 18)}">' if number % 7 else ""
    return PAGE.format(
        title=f"{text(rng, 4).title()} {number}",
        description=description,
        path=path_of(number) if number else "",
        number=number,
        navigation=navigation,
        sections=sections,
    )


def section(rng: random.Random, place: int) -> str:
    image = f'<img src="/img/{place}.png" alt="{text(rng, 3)}">'
    return f'<h2 id="s{place}">{text(rng, 4)}</h2>\n<p>{text(rng, 220)}</p>\n{image}'


def text(rng: random.Random, words: int) -> str:
    return " ".join(rng.choices(WORDS, k=words))
