"""The whole journey in a browser: phone, desk, other agencies, worker, mails and letters as they run in the demo."""

import sys
from pathlib import Path

import pytest

from tests.browser import test_trial
from tests.browser.citizens import Citizen, citizen, photo, sign_in
from tests.browser.conftest import Visit
from tests.browser.looking import DESK, PHONE, look, press, words
from tests.browser.officials import official, text_of
from tests.browser.product import Product, wait_for

pytestmark = pytest.mark.slow
MOST_TYPED = 12  # fields an applicant types into; everything else is looked up or chosen
NEWCOMER = "newcomer@example.com"
NEWCOMERS_CARD = {"number": "A123456789", "name": "郭新來", "born": "80/5/6"}


def change_pay(me: Citizen) -> None:
    """Somebody's pay is another than last year's: the proof is first a blurred picture, then one that can be read."""
    me.choose("pay_changed", "yes")
    me.choose("pay_of", "self")
    me.choose("work_state", "employed")
    me.type("monthly_pay", "15000")
    me.choose("has_other_income", "no")
    me.one("pay_proof").set_input_files(photo(sharp=False))
    me.go_on()


def reached(me: Citizen, reference: str, stage: str) -> None:
    """The citizen's page says so, as soon as the worker has done its part."""

    def there() -> bool:
        me.follow(reference)
        return stage in words(me.visitor)

    wait_for(there, f"{reference} at {stage}")


def propose_and_decide(
    visit: Visit, me: Citizen, reference: str, proposal: str, decision: str, *, differs: bool = False
) -> None:
    """The township proposes, the county decides; both look at the case before."""
    reached(me, reference, "公所初審中")
    reviewer = official(visit(), "review", me.story["township"])
    reviewer.look("work-list")
    reviewer.open(reference)
    reviewer.take()
    reviewer.look(f"{proposal}-case")
    assert all(member["name"] in words(reviewer.visitor) for member in me.story["household"])
    assert ("申請人與機關資料不同" in words(reviewer.visitor)) is differs
    reviewer.move(proposal)
    approver = official(visit(), "approve-1")
    approver.open(reference)
    approver.look(f"{decision}-case")
    assert "國民年金法第12條" in words(approver.visitor)
    approver.move(decision)


def letter_of(me: Citizen, reference: str, folder: Path) -> str:
    """Answer the words of the letter, once it is drawn; the citizen downloads it from her page."""
    link = f"main a[href='/cases/{reference}/letter.pdf']"

    def there() -> bool:
        me.follow(reference)
        return me.visitor.page.locator(link).count() > 0

    wait_for(there, f"the letter of {reference}")
    me.look("decided")
    with me.visitor.page.expect_download() as awaited:
        me.visitor.page.locator(link).click()
    path = folder / awaited.value.suggested_filename
    awaited.value.save_as(path)
    return text_of(path)


def test_from_a_phone_to_the_letter_with_another_device_in_the_middle(
    visit: Visit, product: Product, tmp_path: Path
) -> None:
    me = citizen(product, visit(PHONE), "share_30", PHONE)
    me.sign_in()
    me.begin()
    me.fill(until="income")

    other = citizen(product, visit(DESK), "share_30", DESK)
    other.sign_in()
    other.visitor.go("/apply/national_pension_premium_share/")
    other.look("taken-up")
    press(other.visitor.page.locator("main a[href^='/drafts/']"))
    other.look("not-complete")
    press(other.visitor.page.locator("a[href*='/income/']").first)
    change_pay(other)
    other.look("blurred")
    beside = other.one("pay_proof").locator("xpath=ancestor::div[contains(@class, 'govuk-form-group')][1]")
    assert beside.locator(".govuk-warning-text").is_visible()
    assert other.one("monthly_pay").input_value() in {"15000", "15,000"}
    other.visitor.page.locator("input[name$='pay_proof-remove']").check()
    other.one("pay_proof").set_input_files(photo(sharp=True))
    other.go_on()

    me.visitor.go(f"{me.visitor.page.url.removeprefix(product.address)}")
    assert "sharp.jpg" in words(me.visitor)
    me.look("income-from-the-other-device")
    me.go_on()
    me.fill()
    typed = {*me.typed, *other.typed}
    reference = me.send()
    propose_and_decide(visit, me, reference, "propose_grant", "grant", differs=True)
    letter = letter_of(me, reference, tmp_path)

    sys.stdout.write(f"typed into {len(typed)} fields: {', '.join(sorted(typed))}\n")
    assert len(typed) <= MOST_TYPED
    for said in ("王小明", "國民年金法第12條", "訴願", "彰化縣政府"):
        assert said in letter.replace("\n", ""), letter
    assert wait_for(lambda: product.mails(reference)[1:], "the mail of the decision")
    auditor_finds(visit, product, reference)


def auditor_finds(visit: Visit, product: Product, reference: str) -> None:
    auditor = official(visit(), "auditor")
    auditor.look("audit")
    auditor.visitor.go(f"/desk/audit/?thing=case:{reference}")
    auditor.look("audit-of-a-case")
    seen = words(auditor.visitor)
    verified = product.run("guitai.config.cli", "audit", "verify")

    assert reference in seen
    assert (verified.returncode, verified.stdout[:15]) == (0, "The audit holds"), verified.stdout + verified.stderr


def test_a_refusal_with_the_proposed_reasons_applied_for_without_scripts(
    visit: Visit, product: Product, tmp_path: Path
) -> None:
    me = citizen(product, visit(PHONE, scripts=False), "refused_60")
    me.sign_in()
    me.begin()
    me.fill()
    reference = me.send()
    propose_and_decide(visit, me, reference, "propose_refusal", "refuse")

    letter = letter_of(me, reference, tmp_path)

    assert "未核准" in words(me.visitor)
    assert "47,250" in letter
    assert "訴願" in letter
    assert wait_for(lambda: product.mails(reference)[1:], "the mail of the decision")


def test_in_english_and_on_paper(visit: Visit, product: Product, tmp_path: Path) -> None:
    me = citizen(product, visit(PHONE, "en"), "no_mail_elder", PHONE, DESK)
    me.sign_in()
    me.begin()
    me.fill()
    reference = me.send()
    me.follow(reference)
    me.look("progress")

    clerk = official(visit(), "letters")

    def there() -> bool:
        clerk.visitor.go("/desk/prints/")
        return me.story["name"] in words(clerk.visitor)

    wait_for(there, "the notice in the print queue")
    clerk.look("prints")
    press(clerk.visitor.page.locator("form[action$='/prints/batch/'] button"))
    wait_for(lambda: clerk.visitor.page.reload() and clerk.visitor.page.locator("a[href$='.pdf']").count(), "the batch")
    clerk.look("batch")
    assert me.story["name"] in text_of(clerk.download(".pdf", tmp_path))
    press(clerk.visitor.page.locator("form[action$='/printed/'] button"))
    press(clerk.visitor.page.locator("form[action$='/posted/'] button"))
    clerk.look("posted")


def test_a_newcomer_proves_who_she_is_by_a_code_from_the_counter(visit: Visit) -> None:
    counter = official(visit(), "counter", "10007010")
    counter.visitor.go("/desk/counter/")
    counter.look("counter")
    for name, value in NEWCOMERS_CARD.items():
        counter.visitor.page.locator(f"[name={name}]").fill(value)
    press(counter.visitor.page.locator("main form button").last)
    counter.look("code")
    code = counter.visitor.page.locator(".govuk-panel__body strong, .gt-panel__number").first.inner_text()

    newcomer = visit(PHONE)
    sign_in(newcomer, NEWCOMER)
    newcomer.go("/my/")
    look(newcomer, "prove", PHONE, DESK)
    newcomer.page.locator("[name=number]").fill(NEWCOMERS_CARD["number"].lower())
    newcomer.page.locator("[name=code]").fill(code.lower())
    press(newcomer.page.locator("main form button").first)

    look(newcomer, "my-page", PHONE, DESK)
    assert newcomer.page.url.endswith("/my/")
    assert NEWCOMERS_CARD["name"] in newcomer.page.locator("header").inner_text()


def test_a_source_that_is_down_is_told_and_waited_for(visit: Visit, product: Product) -> None:
    me = citizen(product, visit(DESK), "share_45", DESK)
    me.sign_in()
    product.order("tax", "down")
    try:
        me.begin()
        me.fill()
        told = words(me.visitor)
        reference = me.send()
        reached(me, reference, "等候其他機關資料")
        me.look("waits")
        me.visitor.go(f"/cases/{reference}/withdraw/")
        me.look("withdraw")
    finally:
        product.order("tax", "normal")

    product.look_again()

    assert "財稅" in told
    reached(me, reference, "公所初審中")


def test_a_trial_leads_to_the_application(visit: Visit, product: Product) -> None:
    me = citizen(product, visit(PHONE), "disabled_mild_45", PHONE)
    me.sign_in()
    test_trial.begin(me.visitor)
    test_trial.go_through(me.visitor)

    press(me.visitor.page.locator("main a[href^='/apply/']").first)

    assert me.visitor.page.locator("#consent").count() == 1
