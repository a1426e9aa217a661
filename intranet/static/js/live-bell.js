// The bell: how many things one has not read, kept true while the page is open. The count comes from the server.
import { live } from "./live-connection.js";

customElements.define("live-bell", class extends HTMLElement {
  connectedCallback() {
    this.stop = live.listen(({ kind }) => { if (kind === "notification.posted" || kind === "read.changed") this.ask(); });
  }

  disconnectedCallback() {
    this.stop?.();
    clearTimeout(this.timer);
  }

  // Several at once are one question.
  ask() {
    this.timer ??= setTimeout(async () => {
      this.timer = undefined;
      const answer = await fetch("/notifications/cloche/");
      if (!answer.ok || answer.redirected) return;
      const template = document.createElement("template");
      template.innerHTML = (await answer.text()).trim();
      const fresh = template.content.querySelector("live-bell");
      if (fresh) this.replaceChildren(...fresh.childNodes);
    }, 300);
  }
});
