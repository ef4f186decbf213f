// On a line of a list j, k and the arrows lead to the next and the last one; only there, so that no key acts elsewhere.
// <a href="…" data-list-line>…</a>
const STEPS = { j: 1, k: -1, ArrowDown: 1, ArrowUp: -1 };

export function startAll(root = document) {
  const lines = [...root.querySelectorAll("[data-list-line]")];
  root.addEventListener("keydown", (event) => {
    const at = lines.indexOf(event.target);
    const step = STEPS[event.key];
    if (at < 0 || !step || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    lines[Math.min(Math.max(at + step, 0), lines.length - 1)].focus();
  });
}
