"""Who listens to what: the table that config writes, looked up when it is needed."""

from django.conf import settings
from django.utils.module_loading import import_string

from guitai.outbox.terms import Subscriber, Subscriptions


def name_of(subscriber: Subscriber) -> str:
    return f"{subscriber.__module__}.{subscriber.__qualname__}"


def subscribers_of(topic: str) -> dict[str, Subscriber]:
    """Answer the subscribers of a topic by the name that their deliveries carry."""
    subscriptions: Subscriptions = import_string(settings.OUTBOX_SUBSCRIPTIONS)
    return {name_of(subscriber): subscriber for subscriber in subscriptions.get(topic, [])}
