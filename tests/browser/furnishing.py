"""What the pages of a case need to exist: one citizen's case at the township, another's application not sent yet."""

from playwright.sync_api import Browser

from tests.browser.citizens import Citizen, citizen
from tests.browser.looking import words
from tests.browser.places import Furnished
from tests.browser.product import Product, wait_for
from tests.browser.visitor import HEIGHT, Visitor

SENDER, APPLICANT = "three_generations", "parents_elsewhere_60"


def furnish(product: Product, chromium: Browser) -> Furnished:
    sender, applicant = (_filled_in(product, chromium, story) for story in (SENDER, APPLICANT))
    case = sender.send()
    wait_for(lambda: sender.follow(case) or "公所初審中" in words(sender.visitor), "the case at the township")
    draft = applicant.visitor.page.url.split("/drafts/")[1].split("/")[0]
    for each in (sender, applicant):
        each.visitor.page.context.close()
    return Furnished(applicant.mailbox, sender.mailbox, draft, case, sender.story["township"])


def _filled_in(product: Product, chromium: Browser, story: str) -> Citizen:
    context = chromium.new_context(viewport={"width": 1280, "height": HEIGHT}, locale="zh-TW")
    me = citizen(product, Visitor(context.new_page(), product.address, 1280), story)
    me.sign_in()
    me.begin()
    me.fill()
    return me
