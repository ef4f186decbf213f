// One box ticks all boxes of its form, and shows when all are ticked. Without scripts the server reads the one box.
// <input type="checkbox" data-check-all> … <input type="checkbox" data-check-one>
export function startAll(root = document) {
  for (const all of root.querySelectorAll("[data-check-all]")) {
    const boxes = [...all.form.querySelectorAll("[data-check-one]")];
    all.addEventListener("change", () => boxes.forEach((box) => (box.checked = all.checked)));
    for (const box of boxes) box.addEventListener("change", () => (all.checked = boxes.every((each) => each.checked)));
  }
}
