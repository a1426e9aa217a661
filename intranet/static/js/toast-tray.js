// <toast-tray id="toasts">: where the server puts what has just been done (htmx adds to it out of band). Each toast is said
// aloud once. Good news leaves after ten seconds unless it offers a gesture, or is pointed at or focused; an error stays.
// When a request of htmx fails, the matching <template data-toast="…"> is shown.
const STAY = 10_000;
customElements.define("toast-tray", class extends HTMLElement {
  connectedCallback() {
    this.timers = new Map();
    this.watch = new MutationObserver((records) => {
      for (const node of records.flatMap((record) => [...record.addedNodes])) this.greet(node);
      this.hidden = !this.querySelector(":scope > .toast"); // an empty landmark is a door to nowhere
    });
    this.watch.observe(this, { childList: true });
    for (const toast of this.querySelectorAll(":scope > .toast")) this.greet(toast);
    for (const name of ["click", "pointerover", "focusin"]) this.addEventListener(name, this);
    for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) document.addEventListener(name, this);
  }
  disconnectedCallback() {
    this.watch.disconnect();
    for (const timer of this.timers.values()) clearTimeout(timer);
    for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) document.removeEventListener(name, this);
  }
  handleEvent(event) {
    const toast = event.target.closest?.(".toast");
    if (event.type === "click" && event.target.closest("[data-close]")) toast.remove();
    else if (event.type === "pointerover" || event.type === "focusin") clearTimeout(this.timers.get(toast));
    else if (event.type.startsWith("htmx:")) this.show(this.reason(event.detail.xhr?.status));
  }
  reason(status) {
    return { 0: "network", 403: "forbidden", 404: "gone", 410: "gone" }[status ?? 0] ?? "failed";
  }
  show(name) {
    const template = this.querySelector(`template[data-toast="${name}"]`);
    if (template) this.append(template.content.cloneNode(true));
  }
  greet(toast) {
    if (!toast.matches?.(".toast")) return;
    const words = toast.querySelector("span")?.textContent;
    this.dispatchEvent(new CustomEvent("announce", { detail: words, bubbles: true }));
    const stays = toast.matches(".toast--danger") || toast.querySelector("a, button:not([data-close])");
    if (!stays) this.timers.set(toast, setTimeout(() => toast.remove(), STAY));
  }
});
