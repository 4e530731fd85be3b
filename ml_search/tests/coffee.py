"""A small shop: two pages about one thing, some of their own, and links between them."""

from ml_search.tests.indexing import page_html

DESCALE = (
    "<p>Limescale builds up inside the boiler of every espresso machine. Fill the tank with water and citric acid, run "
    "half of it through the group head, wait twenty minutes and run the rest. Rinse the espresso machine twice.</p>"
)
DESCALE_AGAIN = (
    "<p>Limescale in the boiler makes an espresso machine slow. Put citric acid and water into the tank, run half of "
    "it through the group head, wait, then run the rest and rinse the espresso machine twice with water.</p>"
)
PAGES = {
    "index.html": page_html(
        "Kestrel Lane Coffee",
        '<p>We roast coffee on Kestrel Lane. Read <a href="/descaling.html">how to descale an espresso machine</a> or '
        'about <a href="/guides/grinders.html">burr grinders</a>.</p>',
    ),
    "descaling.html": page_html("Descaling an espresso machine", DESCALE, "How to descale an espresso machine"),
    "blog/limescale.html": page_html("How to descale your espresso machine", DESCALE_AGAIN),
    "guides/grinders.html": page_html(
        "Burr grinders compared",
        "<p>A conical burr grinder crushes beans evenly. Blades chop them into dust and boulders. Whoever brews filter "
        "coffee needs even grounds more than speed.</p>",
        "Burr grinders",
    ),
    "guides/filter.html": page_html(
        "Brewing filter coffee",
        "<p>Rinse the paper and warm the cone. Even grounds come out of a burr grinder, never out of a blade. Pour the "
        "water in circles and stop after three minutes. Clean your espresso machine another day.</p>",
    ),
    "guides/storage.html": page_html(
        "Storing beans",
        "<p>Beans lose their aroma in light and air. Keep them in a tin at room temperature, never in the fridge, and "
        'grind them late. Our <a href="/guides/grinders.html">burr grinder</a> stands ready.</p>',
    ),
    "shipping.html": page_html(
        "Shipping and returns",
        "<p>Parcels leave on Monday and Thursday. Letters take two days, parcels three, islands a week. Send back what "
        "you do not like within a fortnight and we refund the price.</p>",
    ),
}
