// Runs before the first paint, so that parts which need scripts do not jump: the line govuk-frontend wants inline.
document.documentElement.classList.add("govuk-frontend-supported", "js-enabled");
document.body?.classList.add("govuk-frontend-supported", "js-enabled");
