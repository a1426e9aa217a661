// A board that is alive: a commune's stone changes for everyone who looks at it. The cell comes from the server.
import { live } from "./live-connection.js";

customElements.define("rollout-live", class extends HTMLElement {
  connectedCallback() {
    this.subscription = live.subscribe(this.dataset.stream, Number(this.dataset.since), {
      event: (frame) => this.hear(frame),
      reset: () => location.reload(),
      revoked: () => location.reload(),
    });
  }

  disconnectedCallback() {
    this.subscription.close();
  }

  hear({ kind, html }) {
    if (kind !== "step.changed") return;
    const template = document.createElement("template");
    template.innerHTML = html.trim();
    const cell = template.content.querySelector("td");
    const shown = document.getElementById(cell.id);
    if (!shown) return;
    const focused = shown.contains(document.activeElement);
    shown.replaceWith(cell);
    if (focused) cell.querySelector("a").focus();
  }
});
