// After htmx has replaced a part of the page, the focus must not fall back to the top of the document:
// it goes to the new main, or to the new part when what had the focus went away with the old one.
// (htmx itself keeps it on an element with the same id, and gives it to [autofocus], as the error summary asks.)
document.addEventListener("htmx:afterSettle", ({ detail }) => {
  const part = detail.elt;
  if (!part?.isConnected) return;
  const lost = !document.activeElement || document.activeElement === document.body;
  if (part.id !== "contenu" && !lost) return;
  if (part.contains(document.activeElement)) return;
  if (!part.matches("a, button, input, select, textarea, [tabindex]")) part.tabIndex = -1;
  part.focus({ preventScroll: part.id !== "contenu" });
});
