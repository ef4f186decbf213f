// Runs before the first paint, so that parts which need scripts do not jump: the line govuk-frontend wants inline.
// A module that does not come takes the mark back: what waits for it is shown as without scripts.
addEventListener("error", ({ target }) => {
  if (target instanceof HTMLScriptElement) document.documentElement.classList.remove("js-enabled");
}, true);
document.documentElement.classList.add("govuk-frontend-supported", "js-enabled");
document.body?.classList.add("govuk-frontend-supported", "js-enabled");
