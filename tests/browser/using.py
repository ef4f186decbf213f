"""What people need of every page, as questions to a page that is open: names, the keyboard, large text."""

from typing import Any

from playwright.sync_api import Page

from tests.browser.visitor import TOO_WIDE, Visitor

CONTROLS = {
    *("button", "link", "textbox", "checkbox", "radio", "combobox", "searchbox", "spinbutton", "slider", "switch"),
    *("tab", "menuitem", "listbox", "DisclosureTriangle"),
}
TABBABLE = """() => {
  const all = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")];
  const usable = all.filter(each => !each.disabled && each.tabIndex >= 0 && each.type !== "hidden"
    && each.checkVisibility({visibilityProperty: true}));
  const first = new Set();
  return usable.filter(each => {
    if (each.type !== "radio") return true;
    const group = [...document.getElementsByName(each.name)].filter(other => other.form === each.form);
    const stop = group.find(other => other.checked) ?? group[0];
    const known = first.has(stop);
    first.add(stop);
    return !known && stop.checkVisibility({visibilityProperty: true});
  }).map((each, at) => { each.dataset.seenByTests = at; return each.outerHTML.slice(0, 100); });
}"""
REACHED = "() => document.activeElement?.dataset?.seenByTests ?? document.activeElement?.name ?? ''"
REACHED_RADIO = """() => {
  const each = document.activeElement;
  if (each?.type !== "radio") return null;
  const marked = [...document.getElementsByName(each.name)].find(other => "seenByTests" in other.dataset);
  return marked ? marked.dataset.seenByTests : null;
}"""
TEXT_ONCE, TEXT_TWICE = {"standard": 16, "fixed": 13}, {"standard": 32, "fixed": 26}  # what readers set in Chromium
UNSUBMITTABLE = """() => [...document.querySelectorAll("main form")]
  .filter(form => form.checkVisibility() && ![...form.querySelectorAll("button, input[type=submit]")]
    .concat([...document.querySelectorAll(`button[form="${form.id}"]`)])
    .some(each => each.type === "submit" && (each.checkVisibility() || each.closest("details:not([open])"))))
  .map(form => form.outerHTML.slice(0, 120))"""


def nameless(page: Page) -> list[str]:
    """Answer the controls that a screen reader could only call by their kind."""
    session = page.context.new_cdp_session(page)
    tree: list[dict[str, Any]] = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    controls = [node for node in tree if not node.get("ignored") and node.get("role", {}).get("value") in CONTROLS]
    return [f"{node['role']['value']} without a name" for node in controls if not node.get("name", {}).get("value")]


def out_of_reach(page: Page) -> list[str]:
    """Answer what can be clicked but not reached with the Tab key; and say so where the keyboard is caught."""
    wanted: list[str] = page.evaluate(TABBABLE)
    page.evaluate("() => { document.activeElement?.blur(); window.getSelection()?.removeAllRanges(); }")
    seen: set[int] = set()
    for _step in range(len(wanted) + 5):
        page.keyboard.press("Tab")
        at = page.evaluate(REACHED_RADIO) or page.evaluate(REACHED)
        if str(at).isdigit():
            seen.add(int(at))
        if len(seen) == len(wanted):
            return []
    return [f"the keyboard does not reach {html}" for at, html in enumerate(wanted) if at not in seen]


def not_whole(visitor: Visitor) -> list[str]:
    """Answer where the page scrolls sideways: at 320 px, zoomed to 200 %, and with text of twice the size."""
    found, own = [], visitor.width
    for width in (320, 640):  # 640 is what a zoom of 200 % leaves of 1280
        visitor.resize(width)
        found += _wide(visitor.page, f"{width} px")
    visitor.resize(1280)
    session = visitor.page.context.new_cdp_session(visitor.page)
    session.send("Page.setFontSizes", {"fontSizes": TEXT_TWICE})
    found += _wide(visitor.page, "text of twice the size")
    session.send("Page.setFontSizes", {"fontSizes": TEXT_ONCE})
    session.detach()
    visitor.resize(own)
    return found


def _wide(page: Page, when: str) -> list[str]:
    wide = page.evaluate(TOO_WIDE)
    return [f"scrolls sideways by {wide} px at {when}"] if wide > 0 else []


def unusable_without_scripts(page: Page) -> list[str]:
    """Answer what a reader without JavaScript misses: a heading, or a button that sends a form."""
    heading = page.locator("h1").first
    lost = [] if heading.is_visible() else ["no heading to be seen"]
    return lost + [f"cannot be sent: {html}" for html in page.evaluate(UNSUBMITTABLE)]
