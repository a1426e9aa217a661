// <dialog-open for="id"><a href="/page/">…: opens the dialog of this page; without this file the link leads to a page
// that asks the same. The browser gives the focus back when the dialog closes.
customElements.define("dialog-open", class extends HTMLElement {
  connectedCallback() { this.addEventListener("click", this); }
  disconnectedCallback() { this.removeEventListener("click", this); }
  handleEvent(event) {
    const dialog = document.getElementById(this.getAttribute("for"));
    const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey;
    if (!dialog || elsewhere || !event.target.closest("a, button")) return;
    event.preventDefault();
    dialog.showModal();
  }
});
