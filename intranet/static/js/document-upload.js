// <document-upload>: sends each file that is chosen, or dropped on the form, by itself: its progress, a way to stop it, and
// beside its name why it is not kept. Without this file the form sends them all at once. Every word comes from the page
// (data-lost, data-failed, data-large, data-done); data-refresh is the part of it to fetch again when something was kept.
customElements.define("document-upload", class extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.picker = this.form.querySelector("input[type=file]");
    this.sent = this.querySelector("[data-sent]");
    this.waiting = [];
    this.form.querySelector("button[type=submit]").hidden = true;
    this.picker.addEventListener("change", this);
    this.addEventListener("click", this);
    for (const name of ["dragover", "dragleave", "drop"]) this.form.addEventListener(name, this);
  }
  disconnectedCallback() { this.request?.abort(); }
  handleEvent(event) {
    if (event.type === "change") this.take(this.picker.files);
    else if (event.type === "click") this.press(event.target.closest("[data-cancel], [data-retry]"));
    else this.drag(event);
  }
  drag(event) {
    event.preventDefault();
    this.form.toggleAttribute("data-over", event.type === "dragover");
    if (event.type === "drop") this.take(event.dataTransfer.files);
  }
  take(files) {
    for (const file of files) this.waiting.push({ file, row: this.add(file) });
    this.picker.value = "";
    this.picker.focus({ preventScroll: true }); // the list that is fetched again must not take the focus
    this.next();
  }
  add(file) {
    const row = this.querySelector("template").content.firstElementChild.cloneNode(true);
    const dot = file.name.lastIndexOf(".");
    row.querySelector("[data-mark]").textContent = dot > 0 ? file.name.slice(dot + 1).slice(0, 4) : "";
    row.querySelector("[data-name]").textContent = file.name;
    row.querySelector("progress").setAttribute("aria-label", file.name);
    this.sent.querySelector("ul").append(row);
    this.sent.hidden = false;
    this.head(true);
    return row;
  }
  press(button) {
    const row = button?.closest("li");
    const item = [this.current, ...this.waiting, ...(this.stopped ?? [])].find((each) => each?.row === row);
    if (!item) return;
    if ("retry" in button.dataset) {
      this.stopped = this.stopped.filter((each) => each !== item);
      row.replaceWith(item.row = this.add(item.file));
      this.waiting.push(item);
      return this.next();
    }
    if (item === this.current) return this.request.abort();
    this.waiting = this.waiting.filter((each) => each !== item);
    this.drop(item);
  }
  next() {
    if (this.current) return;
    this.current = this.waiting.shift();
    if (!this.current) { this.head(false); return this.refresh(); }
    const body = new FormData();
    body.append("csrfmiddlewaretoken", this.form.elements.csrfmiddlewaretoken.value);
    body.append("files", this.current.file);
    const request = this.request = new XMLHttpRequest();
    request.upload.addEventListener("progress", (event) => this.show(event.loaded / event.total));
    request.addEventListener("load", () => this.end(request));
    request.addEventListener("error", () => this.stop(this.dataset.lost, true));
    request.addEventListener("abort", () => { this.drop(this.current); this.go(); });
    request.open("POST", this.form.action);
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "json";
    request.send(body);
  }
  show(share) {
    const percent = Math.round(share * 100);
    this.current.row.querySelector("progress").value = percent;
    this.current.row.querySelector("[data-percent]").textContent = `${percent} %`;
  }
  end(request) {
    const refused = request.response?.refused?.[0];
    if (refused) return this.stop(refused.reason, false);
    if (request.status === 413) return this.stop(this.dataset.large, false);
    if (!request.response?.kept) return this.stop(this.dataset.failed, true);
    this.kept = true;
    this.say(this.dataset.done.replace("{name}", this.current.file.name));
    this.drop(this.current);
    this.go();
  }
  stop(reason, again) {
    const { row, file } = this.current;
    row.querySelector("progress").remove();
    row.querySelector("[data-percent]").textContent = "";
    row.querySelector("[data-cancel]").hidden = true;
    row.querySelector("[data-retry]").hidden = !again;
    row.querySelector("[data-reason]").textContent = reason;
    row.querySelector(".field-error").hidden = false;
    this.stopped = [...(this.stopped ?? []), this.current];
    this.say(`${file.name} : ${reason}`);
    this.go();
  }
  drop(item) {
    item.row.remove();
    this.sent.hidden = !this.sent.querySelector("li");
  }
  go() {
    this.current = undefined;
    this.next();
  }
  head(going) {
    for (const words of this.sent.querySelectorAll("h2 > span")) words.hidden = going !== ("going" in words.dataset);
  }
  refresh() {
    if (!this.kept) return;
    this.kept = false;
    const part = this.dataset.refresh;
    window.htmx.ajax("GET", location.href, { target: part, select: part, swap: "outerHTML" });
  }
  say(words) { this.dispatchEvent(new CustomEvent("announce", { detail: words, bubbles: true })); }
});
