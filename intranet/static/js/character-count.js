// <character-count for="id" single="{n} caractère sur 90" several="{n} caractères sur 90">: what is written, counted as it is typed.
customElements.define("character-count", class extends HTMLElement {
  connectedCallback() {
    this.field = document.getElementById(this.getAttribute("for"));
    this.plural = new Intl.PluralRules(document.documentElement.lang || "fr");
    this.field?.addEventListener("input", this);
  }
  disconnectedCallback() { this.field?.removeEventListener("input", this); }
  handleEvent() {
    const number = this.field.value.length;
    const words = this.getAttribute(this.plural.select(number) === "one" ? "single" : "several");
    this.textContent = words.replace("{n}", number);
  }
});
