"use strict";
(() => {
  const GROUPS_AT_ONCE = 100;
  const FINDINGS_AT_ONCE = 100;
  const SEVERITIES = ["error", "warning", "info", "review"];

  const data = JSON.parse(document.getElementById("data").textContent);
  const list = document.getElementById("list");
  if (!data.findings.length) return;

  const SITE = { url: "", file: "", name: "The whole site" };
  const pages = data.pages.map(([url, file]) => ({ url, file, name: file || url }));
  // The rules come worst and commonest first.
  data.rules.forEach((rule, rank) => Object.assign(rule, { rank, listed: 0 }));
  const findings = data.findings.map(([rule, page, line, message, evidence]) => {
    const where = pages[page] || SITE;
    data.rules[rule].listed += 1;
    const haystack = [where.url, where.file, message, evidence].join("\n").toLowerCase();
    return { rule: data.rules[rule], page: where, line, message, evidence, haystack };
  });

  // Everything shown is made with textContent, so that no text of a page can become markup.
  function element(tag, className, text) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  }

  function link(url, className, text) {
    if (!/^https?:\/\//i.test(url)) return element("span", className, text);
    const made = element("a", className, text);
    Object.assign(made, { href: url, target: "_blank", rel: "noreferrer noopener" });
    return made;
  }

  const badge = (severity) => element("span", `severity ${severity}`, severity);
  const number = (value) => value.toLocaleString("en");
  const counted = (value, noun) => `${number(value)} ${noun}${value === 1 ? "" : "s"}`;

  /* What is chosen is kept in the address, so that a link to the file opens the same view. */
  function readChoice() {
    const given = new URLSearchParams(location.hash.slice(1));
    const severities = (given.get("severity") || "").split(",").filter((name) => SEVERITIES.includes(name));
    return { text: given.get("text") || "", rule: given.get("rule") || "", severities, by: given.get("by") || "rule" };
  }

  function writeChoice(choice) {
    const kept = new URLSearchParams();
    if (choice.text) kept.set("text", choice.text);
    if (choice.rule) kept.set("rule", choice.rule);
    if (choice.severities.length) kept.set("severity", choice.severities.join(","));
    if (choice.by !== "rule") kept.set("by", choice.by);
    history.replaceState(null, "", `#${kept}`);
  }

  function matching(choice) {
    const text = choice.text.trim().toLowerCase();
    return findings.filter(
      (finding) =>
        (!choice.rule || finding.rule.rule === choice.rule) &&
        (!choice.severities.length || choice.severities.includes(finding.rule.severity)) &&
        (!text || finding.haystack.includes(text)),
    );
  }

  /* Groups */
  function grouped(found, key) {
    const groups = new Map();
    for (const finding of found) {
      const name = finding[key];
      if (!groups.has(name)) groups.set(name, []);
      groups.get(name).push(finding);
    }
    return [...groups];
  }

  const worstFirst = (one, other) => one.rule.rank - other.rule.rank || (one.line || 0) - (other.line || 0);

  function byRule(found) {
    return grouped(found, "rule").sort(([one], [other]) => one.rank - other.rank);
  }

  /* Pages with the most errors first, then those with the most findings. */
  function byPage(found) {
    const errors = (group) => group.filter((finding) => finding.rule.severity === "error").length;
    const weighed = grouped(found, "page").map(([page, group]) => [page, group.sort(worstFirst), errors(group)]);
    return weighed.sort(([, one, worse], [, other, better]) => better - worse || other.length - one.length);
  }

  function ruleHeading(rule, found) {
    const heading = element("summary");
    heading.append(badge(rule.severity), element("span", "rule", rule.rule), element("span", "summary", rule.summary));
    heading.append(element("span", "total", number(found.length)));
    return heading;
  }

  function pageHeading(page, found) {
    const heading = element("summary");
    heading.append(element("span", "place", page.name));
    for (const severity of SEVERITIES) {
      const count = found.filter((finding) => finding.rule.severity === severity).length;
      if (count) heading.append(element("span", `severity ${severity}`, `${number(count)} ${severity}`));
    }
    heading.append(element("span", "total", number(found.length)));
    return heading;
  }

  function ruleItem(finding) {
    const { page, line } = finding;
    const item = element("li");
    const where = page.file && line ? `${page.file}:${line}` : page.name;
    item.append(link(page.url, "place", where), said(finding));
    return item;
  }

  function pageItem(finding) {
    const item = element("li");
    const rule = element("div");
    rule.append(badge(finding.rule.severity));
    if (finding.line) rule.append(element("span", "line", `line ${finding.line}`));
    rule.append(element("code", "rule", finding.rule.rule));
    item.append(rule, said(finding));
    return item;
  }

  function said(finding) {
    const box = element("div", "said");
    box.append(element("span", "message page-text", finding.message));
    if (finding.evidence) box.append(element("code", "evidence", finding.evidence));
    return box;
  }

  /* Shows `items` in `box` a few at a time, with a button for the next ones after it. */
  function fill(box, items, make, atOnce) {
    const more = element("button", "more");
    more.type = "button";
    let shown = 0;
    const next = () => {
      const made = items.slice(shown, shown + atOnce).map((item, place) => make(item, shown + place));
      box.append(...made);
      shown += made.length;
      const left = items.length - shown;
      more.textContent = `Show ${number(Math.min(atOnce, left))} more of ${number(items.length)}`;
      if (!left) more.remove();
      return made;
    };
    next();
    if (shown < items.length) box.after(more);
    more.addEventListener("click", () => next()[0].querySelector("a, summary")?.focus());
  }

  /* A group makes its items when it is first opened: a closed one costs nothing. */
  function group(heading, intro, found, makeItem, open) {
    const details = element("details");
    details.append(heading);
    details.addEventListener("toggle", () => {
      if (!details.open || details.lastChild !== heading) return;
      const items = element("ul", "items");
      details.append(...intro, items);
      fill(items, found, makeItem, FINDINGS_AT_ONCE);
    });
    details.open = open;
    return details;
  }

  function ruleGroup(rule, found, open) {
    const intro = [element("p", "remedy", rule.remedy)];
    if (rule.listed < rule.found) {
      const part = `The first ${number(rule.listed)} of ${number(rule.found)} are listed here; report.json holds all.`;
      intro.push(element("p", "remedy", part));
    }
    return group(ruleHeading(rule, found), intro, found, ruleItem, open);
  }

  function pageGroup(page, found, open) {
    const intro = page.url ? [link(page.url, "url", page.url)] : [];
    return group(pageHeading(page, found), intro, found, pageItem, open);
  }

  /* Controls */
  const form = document.getElementById("filters");
  const text = document.getElementById("text");
  const rule = document.getElementById("rule");
  const severities = document.getElementById("severities");
  const shown = document.getElementById("shown");
  const reset = document.getElementById("reset");

  function addChoices() {
    for (const { rule: id } of data.rules) rule.append(new Option(id, id));
    for (const severity of SEVERITIES) {
      const count = findings.filter((finding) => finding.rule.severity === severity).length;
      if (!count) continue;
      const label = element("label");
      const box = element("input");
      Object.assign(box, { type: "checkbox", name: "severity", value: severity });
      label.append(box, element("span", `severity ${severity}`, severity));
      severities.append(label);
    }
  }

  function setControls(choice) {
    text.value = choice.text;
    rule.value = data.rules.some(({ rule: id }) => id === choice.rule) ? choice.rule : "";
    for (const box of severities.querySelectorAll("input")) box.checked = choice.severities.includes(box.value);
    form.elements.by.value = choice.by === "page" ? "page" : "rule";
  }

  function chosen() {
    const checked = [...severities.querySelectorAll("input:checked")].map((box) => box.value);
    return { text: text.value, rule: rule.value, severities: checked, by: form.elements.by.value };
  }

  function show(choice) {
    const found = matching(choice);
    const groups = choice.by === "page" ? byPage(found) : byRule(found);
    const make = choice.by === "page" ? pageGroup : ruleGroup;
    const box = found.length ? element("div") : element("p", "empty", "No finding matches these filters.");
    list.replaceChildren(box);
    fill(box, groups, ([name, members], place) => make(name, members, place === 0), GROUPS_AT_ONCE);
    const filtered = found.length < findings.length;
    const noun = choice.by === "page" ? "page" : "rule";
    const of = filtered ? `${number(found.length)} of ` : "";
    shown.textContent = `${of}${counted(findings.length, "finding")} in ${counted(groups.length, noun)}`;
    reset.hidden = !(choice.text || choice.rule || choice.severities.length);
  }

  function update() {
    const choice = chosen();
    writeChoice(choice);
    show(choice);
  }

  function followAddress() {
    if (!location.hash.includes("=")) return;
    setControls(readChoice());
    show(chosen());
    document.getElementById("findings").scrollIntoView();
  }

  let waiting;
  addChoices();
  form.hidden = false;
  show(chosen());
  followAddress();
  form.addEventListener("change", update);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(update));
  text.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(update, 150);
  });
  window.addEventListener("hashchange", followAddress);
})();
