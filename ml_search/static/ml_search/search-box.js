// <siteagent-search api="https://search.example/api/v1" site="https://www.example/"></siteagent-search>
//
// A form inside is used, and works without scripts. Nothing from the server is read as HTML. docs/how-to/search.md

customElements.define("siteagent-search", class extends HTMLElement {
  static texts = { label: "Search", results: "results", none: "No results", failed: "Search is not available" };
  static boxes = 0;

  connectedCallback() {
    if (!this.input) this.build();
    this.slash = (event) => {
      const { key, ctrlKey, metaKey, target } = event;
      if (key !== "/" || ctrlKey || metaKey || target.isContentEditable || target.matches("input, textarea, select")) return;
      event.preventDefault();
      this.input.focus();
    };
    document.addEventListener("keydown", this.slash);
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.slash);
    this.close();
  }

  text(name) {
    return this.getAttribute(name) ?? this.constructor.texts[name];
  }

  make(name, attributes, ...inside) {
    const element = document.createElement(name);
    this.set(element, attributes).append(...inside);
    return element;
  }

  set(element, attributes) {
    Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, value));
    return element;
  }

  build() {
    const id = `siteagent-search-${this.constructor.boxes += 1}`;
    const label = { "aria-label": this.text("label") };
    if (!this.querySelector("input")) this.append(this.make("form", { role: "search" }, this.make("input", { type: "search", ...label })));
    this.list = this.make("div", { role: "listbox", id, ...label });
    this.told = this.make("span", { role: "status" });
    this.append(this.list, this.told);
    this.input = this.set(this.querySelector("input"), {
      role: "combobox", "aria-controls": id, "aria-autocomplete": "list", autocomplete: "off",
    });
    this.open(false);
    this.input.addEventListener("input", () => this.later());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.form?.addEventListener("submit", (event) => this.submit(event));
    this.list.addEventListener("pointerdown", (event) => event.preventDefault()); // the focus stays in the box
    this.list.addEventListener("click", (event) => this.choose(event));
    this.addEventListener("focusout", ({ relatedTarget }) => this.contains(relatedTarget) || this.close());
  }

  stop() {
    clearTimeout(this.timer);
    this.asking?.abort();
  }

  later() {
    this.stop();
    this.timer = setTimeout(() => this.search(), 200);
  }

  url(path) {
    return new URL(`${this.getAttribute("api")}/search/${path}`, document.baseURI);
  }

  async search() {
    this.stop();
    const q = this.input.value.trim().slice(0, 300);
    if (!q) return this.show([], "");
    const { signal } = (this.asking = new AbortController());
    const follows = this.asked && q.startsWith(this.asked) ? this.queryId : "";
    const url = this.url("public");
    url.search = new URLSearchParams({ q, site: this.getAttribute("site"), k: this.getAttribute("limit") ?? 8, follows });
    try {
      const response = await fetch(url, { signal, credentials: "omit" });
      if (!response.ok) throw response;
      const { hits, query_id } = await response.json();
      [this.asked, this.queryId] = [q, query_id];
      this.show(hits.filter(({ best }) => /^https?:/i.test(best.url)));
    } catch {
      if (!signal.aborted) this.show([], this.text("failed"));
    }
  }

  show(hits, told = hits.length ? `${hits.length} ${this.text("results")}` : this.text("none")) {
    this.list.replaceChildren(...hits.map((hit, number) => this.option(hit, `${this.list.id}-${number}`)));
    this.told.textContent = told;
    this.open(hits.length > 0);
  }

  option({ title, best, page, place }, id) {
    const marked = (parts) => parts.map(({ text, match }) => (match ? this.make("mark", {}, text) : text));
    const inside = [this.make("strong", {}, ...marked(title)), this.make("span", {}, ...marked(best.snippet))];
    if (best.headings.length) inside.splice(1, 0, this.make("small", {}, best.headings.join(" › ")));
    const option = this.make("a", { role: "option", id, tabindex: -1, href: best.url, "aria-selected": false }, ...inside);
    option.chosen = this.queryId && JSON.stringify({ query_id: this.queryId, page, place });
    return option;
  }

  open(is) {
    this.list.hidden = !is;
    this.input.setAttribute("aria-expanded", is);
    this.select();
  }

  close() {
    this.stop();
    this.open(false);
  }

  select(option) {
    this.selected?.setAttribute("aria-selected", false);
    this.selected = option;
    option?.setAttribute("aria-selected", true);
    option?.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", option?.id ?? "");
  }

  key(event) {
    const { key, isComposing } = event;
    const step = { ArrowDown: 1, ArrowUp: -1 }[key];
    const options = [null, ...this.list.children]; // before the first is the box itself
    if (isComposing) return;
    if (key === "Tab") return this.close();
    if (key === "Escape" && !this.list.hidden) this.close();
    else if (key === "Enter" && this.selected) this.selected.click();
    else if (step && options.length > 1) {
      const next = options.indexOf(this.selected ?? null) + step;
      if (this.list.hidden) this.open(true);
      this.select(options.at(next % options.length));
    } else return;
    event.preventDefault();
  }

  submit(event) {
    if (this.input.form.hasAttribute("action")) return;
    event.preventDefault();
    this.search();
  }

  choose({ target }) {
    const body = target.closest("a")?.chosen;
    // As plain text, which browsers send to another origin without asking it first.
    if (body) fetch(this.url("click"), { method: "POST", body, mode: "no-cors", credentials: "omit", keepalive: true }).catch(() => {});
  }
});
