"""Who hears of which event: what happens in one package and matters to another is joined here."""

from guitai.cases import jobs as cases
from guitai.config import binding_notices, consent_notices, guardian_notices, identity_by_letter
from guitai.outbox.terms import AllAtOnce, Subscriptions
from guitai.reports import jobs as reports

SUBSCRIPTIONS: Subscriptions = {
    "accounts.code_by_letter": [identity_by_letter.on_code_by_letter],
    "accounts.bound": [binding_notices.on_bound],
    "accounts.binding_ended": [binding_notices.on_binding_ended],
    "consents.given": [consent_notices.on_given],
    "consents.revoked": [consent_notices.on_revoked],
    "cases.guardian_decided": [guardian_notices.on_decided],
    "cases.submitted": [cases.on_submitted, AllAtOnce(reports.on_cases)],
    "cases.moved": [AllAtOnce(reports.on_cases)],
}
