// A thread that is alive: shows what the socket brings, sends what is written, keeps what could not be sent.
// Every word it shows was written by the server; the history works without it.
import { live } from "./live-connection.js";
import { Outbox } from "./thread-outbox.js";

const NEAR = 160; // px from the end within which the page follows
const TYPING_EVERY = 3000;
const TYPING_SHOWN = 5000;

customElements.define("thread-live", class extends HTMLElement {
  connectedCallback() {
    this.log = this.querySelector("[data-live]");
    this.pill = this.querySelector("[data-pill]");
    this.typing = this.querySelector(".typing");
    this.typists = new Map();
    this.waiting = 0;
    this.last = Number(this.dataset.since);
    this.querySelectorAll("[data-message]").forEach((row) => this.personalise(row));
    this.outbox = new Outbox(this, this.log);
    this.stop = new AbortController();
    const { signal } = this.stop;
    this.addEventListener("message-send", (event) => this.send(event), { signal });
    this.addEventListener("input", () => this.tellTyping(), { signal });
    this.addEventListener("click", (event) => this.click(event), { signal });
    document.addEventListener("submit", (event) => this.act(event), { signal });
    document.addEventListener("visibilitychange", () => this.acknowledge(), { signal });
    document.addEventListener("scroll", () => this.acknowledge(), { signal, passive: true });
    this.pill.querySelector("button").addEventListener("click", () => this.toEnd(true), { signal });
    if (this.dataset.atEnd === "yes") this.subscribe();
    if (!location.hash) (document.getElementById("nouveaux") ?? this.lastRow())?.scrollIntoView({ block: "center" });
  }

  disconnectedCallback() {
    this.stop.abort();
    this.subscription?.close();
    clearTimeout(this.typingTimer);
  }

  subscribe() {
    this.subscription = live.subscribe(this.dataset.stream, this.last, {
      event: (frame) => this.hear(frame),
      typing: (name) => this.showTyping(name),
      reset: () => location.reload(),
      revoked: () => location.reload(),
      online: () => this.outbox.flush(),
    });
  }

  hear({ kind, id, seq, html, client_id: clientId }) {
    this.last = seq;
    const row = html && this.rowOf(html);
    const known = document.getElementById(`m${id}`);
    if (kind === "message.posted" && !known) this.arrive(row, clientId, seq);
    else if (row && known) known.replaceWith(row);
    if (kind === "thread.changed") this.refreshHeader();
  }

  rowOf(html) {
    const template = document.createElement("template");
    template.innerHTML = html.trim();
    const row = template.content.firstElementChild;
    this.personalise(row);
    return row;
  }

  // What depends on the reader is added here: the message itself is the same for everyone.
  personalise(row) {
    const me = this.dataset.user;
    row.querySelectorAll("[data-people]").forEach((button) => {
      button.setAttribute("aria-pressed", button.dataset.people.split(",").includes(me));
    });
    row.querySelectorAll("a.mention").forEach((link) => {
      if (link.getAttribute("href") !== this.dataset.person) return;
      link.classList.add("mention--me");
      row.querySelector(".message").classList.add("message--mention");
    });
  }

  arrive(row, clientId, seq) {
    const mine = row.dataset.author === this.dataset.user;
    const follow = mine || this.isNearEnd();
    this.outbox.sent(clientId);
    this.log.append(row);
    this.countOne();
    this.typists.delete(row.querySelector(".author")?.textContent);
    this.drawTyping();
    this.seen = follow ? seq : this.seen;
    if (follow) this.toEnd();
    else this.showPill(this.waiting + 1);
    this.acknowledge();
  }

  countOne() {
    const shown = this.querySelector("[data-count]");
    shown.dataset.count = Number(shown.dataset.count) + 1;
    shown.textContent = (shown.dataset.count < 2 ? shown.dataset.one : shown.dataset.many).replace("{n}", shown.dataset.count);
  }

  isNearEnd() {
    return document.documentElement.scrollHeight - window.scrollY - window.innerHeight < NEAR;
  }

  lastRow() {
    return this.log.lastElementChild ?? this.querySelector("ol.thread-log:not([data-live]) > li:last-child");
  }

  toEnd(focus = false) {
    const row = this.lastRow();
    if (!row) return;
    window.scrollTo({ top: document.documentElement.scrollHeight });
    if (focus) {
      row.tabIndex = -1;
      row.focus({ preventScroll: true });
    }
    this.acknowledge();
  }

  showPill(count) {
    this.waiting = count;
    this.pill.hidden = count === 0;
    const words = count === 1 ? this.pill.dataset.one : this.pill.dataset.many;
    this.pill.querySelector("span").textContent = words.replace("{n}", count);
  }

  // Read is what was on screen: the end of the thread, in a tab that is looked at.
  acknowledge() {
    if (document.hidden || !this.isNearEnd()) return;
    if (this.waiting) this.showPill(0);
    if (this.last > (this.acknowledged ?? Number(this.dataset.since))) {
      this.acknowledged = this.last;
      this.subscription?.read(this.last);
    }
  }

  send(event) {
    const form = event.target.querySelector("form");
    if (form.elements.files?.files.length) return; // files go with the form itself
    event.preventDefault();
    const quote = form.elements.quote.value;
    this.outbox.add({ clientId: event.detail.clientId, body: event.detail.body, quote });
    this.quote(null);
    this.toEnd();
  }

  act(event) {
    if (event.target.id !== "act" || !event.submitter) return;
    event.preventDefault();
    const body = new FormData(event.target, event.submitter);
    fetch(event.submitter.formAction, { method: "POST", body, headers: { Accept: "application/json" } })
      .then((answer) => { if (!this.subscription?.connected || !answer.ok) location.reload(); })
      .catch(() => {});
    document.getElementById("reaction-menu")?.hidePopover();
  }

  click(event) {
    const react = event.target.closest("[data-react]");
    const quote = event.target.closest("[data-quote]");
    if (react) this.openReactions(event, react);
    else if (quote) this.quote(event, quote.closest("[data-message]"));
    else if (event.target.closest("[data-unquote]")) this.quote(event, null);
  }

  openReactions(event, link) {
    const menu = document.getElementById("reaction-menu");
    if (!menu?.showPopover) return;
    event.preventDefault();
    menu.querySelectorAll("button").forEach((button) => { button.formAction = `/messages/${link.dataset.react}/reagir/`; });
    const box = link.getBoundingClientRect();
    menu.showPopover();
    const place = menu.getBoundingClientRect();
    menu.style.setProperty("inset", "auto");
    menu.style.setProperty("position", "fixed");
    menu.style.setProperty("left", `${Math.max(8, Math.min(box.right - place.width, innerWidth - place.width - 8))}px`);
    menu.style.setProperty("top", `${Math.max(8, Math.min(box.bottom + 4, innerHeight - place.height - 8))}px`);
    menu.querySelector("button").focus();
  }

  quote(event, row) {
    const form = this.querySelector(".composer");
    if (!form) return;
    event?.preventDefault();
    form.elements.quote.value = row?.dataset.message ?? "";
    const shown = form.querySelector(".composer-quote");
    shown.hidden = !row;
    if (!row) return;
    shown.querySelector("b").textContent = row.querySelector(".author").textContent;
    shown.querySelector("[data-excerpt]").textContent = row.querySelector(".message-body").textContent.trim().slice(0, 80);
    form.elements.body.focus();
  }

  tellTyping() {
    if (Date.now() - (this.toldAt ?? 0) < TYPING_EVERY) return;
    this.toldAt = Date.now();
    this.subscription?.typing();
  }

  showTyping(name) {
    this.typists.set(name, Date.now());
    this.drawTyping();
  }

  drawTyping() {
    clearTimeout(this.typingTimer);
    for (const [name, at] of this.typists) if (Date.now() - at > TYPING_SHOWN) this.typists.delete(name);
    const names = [...this.typists.keys()];
    this.typing.hidden = names.length === 0;
    const words = this.typing.querySelector("span");
    words.textContent = (names.length === 1 ? words.dataset.one : words.dataset.many).replace("{names}", names.join(", "));
    if (names.length) this.typingTimer = setTimeout(() => this.drawTyping(), 1000);
  }

  async refreshHeader() {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const header = page.querySelector(".page-header");
    if (header) this.querySelector(".page-header").replaceWith(header);
  }
});
