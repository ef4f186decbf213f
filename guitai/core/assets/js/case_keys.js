// Keys of the case page: to its sections, the next step, the neighbours on the list.
// <div data-case-keys>…</div>; <… data-key="1"> is opened and focused by 1, <a|button data-go="j"> is pressed by j.
// They rest while a field is being typed in or a dialog is open, and can be switched off (WCAG 2.1.4).
const KEPT = "gt-keys";
const FIELDS = "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]";

export function startAll(root = document) {
  if (!root.querySelector("[data-case-keys]")) return;
  startSwitch(root);
  root.addEventListener("keydown", (event) => {
    if (!areOn() || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (event.target.closest(FIELDS) || root.querySelector("dialog[open]")) return;
    if (act(root, event.key.toLowerCase())) event.preventDefault();
  });
}

function act(root, key) {
  const name = CSS.escape(key);
  const press = root.querySelector(`[data-go="${name}"]`);
  const section = root.querySelector(`[data-key="${name}"]`);
  if (key === "m") return write(root);
  if (press) {
    if (press.hash === "#keys") open(root.getElementById("keys"));
    else press.click();
  } else if (section) open(section);
  return Boolean(press || section);
}

function write(root) {
  const box = root.getElementById("talk-text");
  if (!box) return false;
  box.closest("details").open = true;
  box.focus();
  return true;
}

function open(section) {
  section.open = true;
  (section.querySelector(":scope > summary") ?? section).focus();
  section.scrollIntoView({ block: "start" });
}

function startSwitch(root) {
  const box = root.querySelector("[data-keys-switch]");
  if (!box) return;
  const input = box.querySelector("input");
  box.hidden = false;
  input.checked = areOn();
  input.addEventListener("change", () => localStorage.setItem(KEPT, input.checked ? "on" : "off"));
}

function areOn() {
  return localStorage.getItem(KEPT) !== "off";
}
