// What was written and not yet seen to arrive, kept on this device: sending, failed, sent. Sending twice is once:
// the server knows a message by its client id.
const RETRY_MS = 4000;

export class Outbox {
  constructor(thread, log) {
    this.thread = thread;
    this.list = document.createElement("ol");
    this.list.className = "thread-log";
    this.list.setAttribute("role", "list");
    log.after(this.list);
    this.template = thread.querySelector("template[data-sending]");
    this.key = `unsent:${thread.dataset.user}:${thread.dataset.stream}`;
    this.rows = new Map();
    for (const message of this.stored()) this.show(message);
    this.flush();
  }

  stored() {
    return JSON.parse(localStorage.getItem(this.key) ?? "[]");
  }

  store(messages) {
    if (messages.length) localStorage.setItem(this.key, JSON.stringify(messages));
    else localStorage.removeItem(this.key);
  }

  add(message) {
    this.store([...this.stored(), message]);
    this.show(message);
    this.post(message);
  }

  show(message) {
    const row = this.template.content.cloneNode(true).firstElementChild;
    for (const line of message.body.split("\n")) {
      row.querySelector(".message-body").append(Object.assign(document.createElement("p"), { textContent: line }));
    }
    row.querySelector("[data-retry]").addEventListener("click", () => this.post(message));
    row.querySelector("[data-drop]").addEventListener("click", () => this.sent(message.clientId));
    this.rows.set(message.clientId, row);
    this.list.append(row);
  }

  // Messages leave in the order they were written.
  async flush() {
    for (const message of this.stored()) if (!(await this.post(message))) return;
  }

  async post(message) {
    this.state(message.clientId, "sending");
    const body = new FormData();
    body.set("body", message.body);
    body.set("client_id", message.clientId);
    if (message.quote) body.set("quote", message.quote);
    body.set("csrfmiddlewaretoken", this.thread.querySelector("[name=csrfmiddlewaretoken]").value);
    try {
      const answer = await fetch(this.thread.dataset.post, { method: "POST", body, headers: { Accept: "application/json" }, redirect: "error" });
      if (answer.ok) return this.accepted(message);
      this.state(message.clientId, { 401: "out", 429: "failed" }[answer.status] ?? (answer.status < 500 ? "refused" : "failed"));
    } catch {
      this.state(message.clientId, "failed");
    }
    return false;
  }

  // The socket brings the message itself; without it, the page is read again.
  accepted(message) {
    this.store(this.stored().filter((each) => each.clientId !== message.clientId));
    setTimeout(() => { if (this.rows.has(message.clientId)) location.reload(); }, RETRY_MS);
    return true;
  }

  sent(clientId) {
    this.store(this.stored().filter((each) => each.clientId !== clientId));
    this.rows.get(clientId)?.remove();
    this.rows.delete(clientId);
  }

  state(clientId, state) {
    const row = this.rows.get(clientId);
    if (!row) return;
    const article = row.querySelector(".message");
    article.classList.toggle("message--sending", state === "sending");
    article.classList.toggle("message--failed", state !== "sending");
    for (const each of ["sending", "failed", "out", "refused"]) row.querySelector(`[data-${each}-words]`).hidden = each !== state;
    row.querySelector("[data-retry]").hidden = state !== "failed" && state !== "out";
    row.querySelector("[data-drop]").hidden = state === "sending";
  }
}
