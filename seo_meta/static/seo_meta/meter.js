// How wide a title or description is in results, while it is written: by the table of the server, which has the last
// word a moment later.

const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303f\uff01-\uff60]/u;
const NO_WIDTH = /[\p{Mn}\p{Me}\p{Cf}\p{Cc}]/u;

const table = fetch(document.querySelector("[data-widths]").dataset.widths).then((answer) => answer.json());
const letters = new Intl.Segmenter(undefined, { granularity: "grapheme" });

function advance({ advances, unknown, em }, letter) {
  const [base] = letter;
  if (WIDE.test(base)) return em;
  return advances[base] ?? (NO_WIDTH.test(base) ? 0 : unknown);
}

function width(widths, text, size) {
  let units = 0;
  for (const { segment } of letters.segment(text)) units += advance(widths, segment);
  return Math.round((units * size) / widths.em);
}

function redraw(meter, widths, text) {
  const pixels = width(widths, text, Number(meter.dataset.font));
  const room = Number(meter.querySelector("[data-room]").textContent);
  meter.querySelector("[data-width]").textContent = pixels;
  meter.classList.toggle("is-cut", pixels > room);
  meter.querySelector(".seo-fill").setAttribute("width", Math.min(Math.round((100 * pixels) / room), 120));
}

document.addEventListener("input", async (event) => {
  if (!event.target.matches("[data-edit]")) return;
  const widths = await table;
  const text = event.target.value.trim().replace(/\s+/gu, " ");
  event.target.closest("[data-card]").querySelectorAll("[data-meter]").forEach((one) => redraw(one, widths, text));
});
