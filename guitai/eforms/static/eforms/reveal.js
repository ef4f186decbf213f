// Shows a question only when the answers above ask for it; the server judges the same conditions again.
// <div data-reveal-when='{"input": "marital", "in": ["married"]}'>…<p data-reveal-words>Only if …</p></div>
const values = (form, name) => new FormData(form).getAll(name).filter((value) => typeof value === "string" && value !== "");

export function holds(condition, valuesOf) {
  if (condition.all) return condition.all.every((part) => holds(part, valuesOf));
  if (condition.any) return condition.any.some((part) => holds(part, valuesOf));
  const given = valuesOf(condition.input);
  if (given.length === 0) return false;
  if (condition.in) return given.some((value) => condition.in.includes(value));
  if ("not" in condition) return !given.includes(condition.not);
  return Number(given[0].replaceAll(",", "")) >= condition.at_least;
}

function refresh(form) {
  for (const part of form.querySelectorAll("[data-reveal-when]")) {
    part.removeAttribute("data-reveal-later"); // kept it away before the first paint
    part.hidden = !holds(JSON.parse(part.dataset.revealWhen), (name) => values(form, name));
  }
}

export function startAll(root = document) {
  const forms = new Set([...root.querySelectorAll("[data-reveal-when]")].map((part) => part.closest("form")));
  for (const form of forms) {
    if (!form) continue;
    for (const words of form.querySelectorAll("[data-reveal-words]")) words.hidden = true;
    form.addEventListener("input", () => refresh(form));
    form.addEventListener("change", () => refresh(form));
    refresh(form);
  }
}

if (typeof document !== "undefined") startAll();
