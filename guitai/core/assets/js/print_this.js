// Shows a print button only where printing works.
// <button type="button" data-print hidden>Print</button>
export function startAll(root = document) {
  for (const button of root.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
}
