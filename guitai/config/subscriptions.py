"""Who hears of which event: what happens in one package and matters to another is joined here."""

from guitai.cases import jobs as cases
from guitai.outbox.terms import Subscriptions

SUBSCRIPTIONS: Subscriptions = {
    "cases.submitted": [cases.on_submitted],
}
