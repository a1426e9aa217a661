// <dialog-arriving><dialog>…: brought by htmx (into #dialogs), opens at once and leaves the page when it is closed.
customElements.define("dialog-arriving", class extends HTMLElement {
  connectedCallback() {
    this.dialog = this.querySelector("dialog");
    this.dialog.addEventListener("close", this);
    this.dialog.showModal();
  }
  disconnectedCallback() { this.dialog.removeEventListener("close", this); }
  handleEvent() { this.remove(); }
});
