"""Who hears of which event: what happens in one package and matters to another is joined here."""

from guitai.outbox.terms import Subscriptions

SUBSCRIPTIONS: Subscriptions = {}
