// Starts what Wagtail's templates start by inline scripts, which our content security policy refuses:
// <span data-start="initDateChooser" data-field="id" data-options="{…}">, now and whenever a form is added.
function start(place) {
  const make = window[place.dataset.start];
  if (!make || place.dataset.started) return;
  place.dataset.started = "yes";
  const options = JSON.parse(place.dataset.options);
  if (place.dataset.field) make(place.dataset.field, options);
  else new make(options);
}

function startIn(root) {
  if (root.matches?.("[data-start]")) start(root);
  root.querySelectorAll?.("[data-start]").forEach(start);
}

document.addEventListener("DOMContentLoaded", () => {
  startIn(document);
  new MutationObserver((changes) => changes.forEach(({ addedNodes }) => addedNodes.forEach(startIn)))
    .observe(document.body, { childList: true, subtree: true });
});
