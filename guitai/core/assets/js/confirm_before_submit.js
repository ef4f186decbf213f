// Asks before a form does what cannot be undone.
// <button data-confirm="Withdraw this application?">…</button>
export function startAll(root = document) {
  root.addEventListener("submit", (event) => {
    const question = event.submitter?.dataset.confirm;
    if (question && !window.confirm(question)) event.preventDefault();
  });
}
