"""Consents for the tests of this package: who they are about, and how they were signed."""

from datetime import UTC, date, datetime

from guitai.consents import actions
from guitai.consents.models import Consent
from guitai.consents.terms import Capacity, Means, Point, Representative, Signed, Strokes, Witness

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
TODAY, LAST = date(2026, 11, 22), date(2027, 11, 21)
ANA, BEN = "person:ana", "person:ben"
SERVICE, OTHER = "national-pension-premium", "elderly-living-allowance"
DRAWN: Strokes = (
    (Point(10, 10, 0, 0.5), Point(120, 40, 90, 0.6), Point(60, 90, 180, 0.4)),
    (Point(130, 20, 400, 0.5), Point(140, 95, 520, 0.7)),
)
CROSS: Strokes = ((Point(10, 10), Point(30, 30)), (Point(30, 10), Point(10, 30)))
SIGNED = Signed(
    Means.SIGNATURE,
    NOW,
    place="員林市中山里",
    address="192.0.2.7",
    device="Tablet",
    strokes=DRAWN,
    witness="account:7",
    witness_name="王村里",
)
MARK = Signed(
    Means.WITNESSED_MARK, NOW, strokes=CROSS, witnesses=(Witness("林一", DRAWN), Witness("陳二", DRAWN, "person:chen"))
)
BY_CODE = Signed(Means.PHONE_CODE, NOW, phone="0912345678")
AGENT = Representative("account:7", "王村里", Capacity.AGENT)
DAUGHTER = Representative("person:daughter", "林小美", Capacity.RELATIVE, relation="女兒", may_withdraw=True)
GUARDIAN = Representative("person:guardian", "林大同", Capacity.GUARDIAN)


def given(**changes: object) -> Consent:
    options: dict[str, object] = {
        "subject": ANA,
        "given_by": ANA,
        "purpose": "審核國民年金保險費補助",
        "facts": ["tax.work", "tax.assets"],
        "services": [SERVICE],
        "text": "本人同意查調…",
        "until": LAST,
        "now": NOW,
    }
    return actions.give(**(options | changes))  # type: ignore[arg-type]  # a test's shorthand


def helper(nth: int) -> Representative:
    return Representative(f"person:helper{nth}", f"幫手{nth}", Capacity.RELATIVE)
