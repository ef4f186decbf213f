"""Every page that somebody can reach, one line each: add yours here, and all checks look at it in both languages.

``{draft}`` is the application that the applicant fills in, ``{case}`` the one that the citizen has sent.
"""

from dataclasses import dataclass

SERVICE = "/services/national_pension_premium_share/"
OFFICE = "{}.10007010@office.example"
COUNTY = "{}.10007-sw@office.example"
NOBODY = ""

PLACES: dict[str, dict[str, str]] = {
    "visitor": {
        "home": "/",
        "services": "/services/",
        "search": "/services/?q=國保",
        "nothing-found": "/services/?q=xyz",
        "service": SERVICE,
        "trial": SERVICE + "trial/",
        "contact": "/contact/",
        "accessibility": "/accessibility/",
        "privacy": "/privacy/",
        "where": "/cases/where/",
        "sign-in": "/accounts/login/",
        "sign-up": "/accounts/signup/",
        "forgotten-password": "/accounts/password/reset/",
        "demo": "/demo/",
        "kit": "/kit/",
        "kit-desk": "/kit/desk/",
    },
    "citizen": {
        "my": "/my/",
        "identity": "/identity/",
        "identity-by-letter": "/identity/letter/",
        "case": "/cases/{case}/",
        "received": "/cases/{case}/received/",
        "withdraw": "/cases/{case}/withdraw/",
        "consents": "/consents/",
        "for-family": "/for/",
        "for-guardian": "/for/guardian/",
    },
    "applicant": {
        "consent": "/apply/national_pension_premium_share/",
        "draft-you": "/drafts/{draft}/you/",
        "draft-home": "/drafts/{draft}/home/",
        "draft-family": "/drafts/{draft}/family/",
        "draft-income": "/drafts/{draft}/income/",
        "draft-situation": "/drafts/{draft}/situation/",
        "draft-account": "/drafts/{draft}/account/",
        "draft-declaration": "/drafts/{draft}/declaration/",
        "draft-check": "/drafts/{draft}/check/",
    },
    "agent": {
        "agent": "/agent/",
    },
    "officer": {
        "desk-work": "/desk/work/",
        "desk-case": "/desk/cases/{case}/",
        "desk-supplement": "/desk/cases/{case}/supplement/",
        "my-post": "/desk/my-post/",
        "guide": "/desk/guides/officers/",
    },
    "counter": {
        "desk-counter": "/desk/counter/",
        "desk-number": "/desk/counter/number/",
        "desk-consents": "/desk/consents/",
        "desk-guardians": "/desk/guardians/",
    },
    "approver": {
        "desk-approver": "/desk/work/",
        "payments": "/desk/payments/",
    },
    "supervisor": {
        "desk-supervisor": "/desk/work/",
        "office": "/desk/office/",
        "statistics": "/desk/statistics/",
        "stand-ins": "/desk/stand-ins/",
        "hand-overs": "/desk/hand-overs/",
        "supplements": "/desk/supplements/",
    },
    "letters": {
        "desk-prints": "/desk/prints/",
    },
    "auditor": {
        "desk-audit": "/desk/audit/",
    },
    "administrator": {
        "system": "/desk/system/",
        "waiting-rooms": "/desk/system/waiting/",
        "posts": "/desk/posts/",
    },
}


@dataclass(frozen=True)
class Furnished:
    """What the pages of a case need to exist, and whose it is."""

    applicant: str
    citizen: str
    draft: str
    case: str
    township: str

    def who(self, role: str) -> str:
        """Answer who signs in to see the pages of this role; nobody for visitors."""
        return {
            "visitor": NOBODY,
            "applicant": self.applicant,
            "citizen": self.citizen,
            "agent": OFFICE.format("agent"),
            "officer": f"review.{self.township}@office.example",
            "counter": OFFICE.format("counter"),
            "approver": COUNTY.format("approve-1"),
            "supervisor": OFFICE.format("supervisor"),
            "letters": COUNTY.format("letters"),
            "auditor": COUNTY.format("auditor"),
            "administrator": COUNTY.format("administrator"),
        }[role]

    def pages(self, role: str) -> dict[str, str]:
        return {name: path.format(draft=self.draft, case=self.case) for name, path in PLACES[role].items()}
