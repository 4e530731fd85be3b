// The screens of the review, made quick: single keys, and word of what happened. Everything works without this.
//
// An element with `data-key="a"` is clicked by that key; one inside the field that is being reviewed comes first.

const KEYS = "seo-keys";
const TYPED_IN = "input:not([type=checkbox], [type=radio], [type=button]), textarea, select";

let keysOn = localStorage.getItem(KEYS) !== "off";

function announce(text) {
  document.getElementById("seo-live").textContent = text;
}

function showScripted() {
  document.querySelectorAll("[data-help], [data-to-edit], [data-needs-script]").forEach((one) => { one.hidden = false; });
  document.body.classList.toggle("without-keys", !keysOn);
}

// ---- After a part was swapped: say what happened, and go on from there. The answer to a check, while somebody
// writes, has nothing to announce and leaves everything where it is.

function settle() {
  showScripted();
  const part = document.querySelector("[data-announce]");
  if (!part) return;
  announce(part.dataset.announce);
  part.removeAttribute("data-announce");
  document.querySelector("[data-focus]")?.focus({ preventScroll: true });
}

document.addEventListener("htmx:afterSettle", settle);
document.addEventListener("htmx:sendError", () => announce("The server did not answer. Nothing was changed."));
document.addEventListener("htmx:responseError", () => announce("The server refused. Nothing was changed."));

// ---- The field that is being reviewed.

function active() {
  return document.querySelector("[data-card][data-active]");
}

document.addEventListener("focusin", (event) => {
  const card = event.target.closest?.("[data-card]");
  if (!card || card.hasAttribute("data-active")) return;
  active()?.removeAttribute("data-active");
  card.setAttribute("data-active", "");
});

function edit(card) {
  const field = card?.querySelector("[data-edit]");
  field?.focus();
  field?.setSelectionRange(field.value.length, field.value.length);
}

/** The previews show what a field says now, as far as an address can hold it. */
function preview(field) {
  if (field.value.length > 1000) return;
  const { card } = field.closest("[data-card]").dataset;
  document.querySelectorAll(".seo-preview iframe").forEach((frame) => {
    const url = new URL(frame.src);
    url.pathname = url.pathname.replace(/\d+(?=\/preview\/)/, card);
    url.searchParams.set("value", field.value);
    frame.src = url;
  });
}

document.addEventListener("change", (event) => {
  const { offer } = event.target.dataset;
  const field = event.target.form?.querySelector("[data-edit]");
  if (!field || (offer === undefined && field !== event.target)) return;
  if (offer !== undefined) {
    // A candidate that is picked is what the field says, and is checked as if it had been written.
    field.value = offer;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  preview(field);
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-to-edit]")) edit(event.target.closest("[data-card]"));
  if (event.target.closest("[data-help]")) document.getElementById("seo-help").showModal();
});

// ---- The inbox: rows, ticks.

let lastTicked = null;

function rows() {
  return [...document.querySelectorAll("[data-inbox] tbody tr")];
}

function here() {
  return rows().find((row) => row.classList.contains("is-here"));
}

function step(by) {
  const all = rows();
  if (!all.length) return;
  const next = all[Math.min(Math.max(all.indexOf(here()) + by, 0), all.length - 1)];
  here()?.classList.remove("is-here");
  next.classList.add("is-here");
  next.querySelector("[data-open]").focus();
}

function tick(range) {
  const box = here()?.querySelector("[name=item]");
  if (!box) return;
  box.checked = range || !box.checked;
  if (range && lastTicked) {
    const boxes = rows().map((row) => row.querySelector("[name=item]"));
    const [first, last] = [boxes.indexOf(lastTicked), boxes.indexOf(box)].sort((a, b) => a - b);
    boxes.slice(first, last + 1).forEach((one) => { one.checked = true; });
  }
  lastTicked = box;
  count();
}

function count() {
  const place = document.querySelector("[data-ticked]");
  if (!place) return;
  const ticked = document.querySelectorAll("[name=item]:checked").length;
  place.textContent = ticked ? `${ticked} ticked` : "";
}

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-tick-all]")) {
    document.querySelectorAll("[name=item]").forEach((box) => { box.checked = event.target.checked; });
  }
  if (event.target.name === "item") lastTicked = event.target;
  count();
});
document.addEventListener("focusin", (event) => {
  const row = event.target.closest?.("[data-inbox] tbody tr");
  if (!row) return;
  here()?.classList.remove("is-here");
  row.classList.add("is-here");
});

// ---- Previews, one after the other.

function cyclePreviews() {
  const all = [...document.querySelectorAll(".seo-preview")];
  if (all.length < 2) return;
  const shown = all.findIndex((one) => !one.hidden && all.some((other) => other.hidden));
  const next = (shown + 1) % all.length;
  all.forEach((one, place) => { one.hidden = place !== next; });
  announce(`Preview: ${all[next].querySelector("figcaption").firstChild.textContent.trim()}`);
}

// ---- Keys.

function reject(digit) {
  return active()?.querySelector(`[data-reject][open] [data-reason-key="${digit}"]`);
}

function press(key, shift) {
  const reason = reject(key);
  const target = reason
    ?? active()?.querySelector(`[data-key="${CSS.escape(key)}"]`)
    ?? document.querySelector(`[data-key="${CSS.escape(key)}"]:not([data-card] *)`);
  if (target) {
    target.click();
    return true;
  }
  const ours = {
    j: () => step(1),
    k: () => step(-1),
    x: () => tick(false),
    X: () => tick(true),
    "/": () => document.getElementById("filter-path")?.focus(),
    d: () => document.body.classList.toggle("seo-plain"),
    p: cyclePreviews,
    "?": () => document.getElementById("seo-help")?.showModal(),
  }[key];
  ours?.(shift);
  return Boolean(ours);
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]")) return;
  const card = event.target.closest?.("[data-card]");
  if (event.target.matches?.(TYPED_IN)) {
    if (event.key === "Escape") {
      event.target.blur();
      card?.querySelector("h2").focus();
    } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      (card?.querySelector("[data-approve]") ?? card?.querySelector("[data-save]"))?.click();
    }
    return;
  }
  if (event.key === "Escape") card?.querySelector("[data-reject][open]")?.removeAttribute("open");
  if (!keysOn || event.ctrlKey || event.altKey || event.metaKey) return;
  if (press(event.key, event.shiftKey)) event.preventDefault();
});

document.addEventListener("toggle", (event) => {
  if (event.target.matches("[data-reject][open]")) event.target.querySelector("button").focus();
}, true);

document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-keys-on]")) return;
  keysOn = event.target.checked;
  localStorage.setItem(KEYS, keysOn ? "on" : "off");
  showScripted();
});

const box = document.querySelector("[data-keys-on]");
if (box) box.checked = keysOn;
showScripted();
count();
if (document.querySelector("[data-done], [data-conflict], [role=alert]")) settle();
document.querySelector("[data-announce]")?.removeAttribute("data-announce");
