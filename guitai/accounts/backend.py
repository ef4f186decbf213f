"""Who a session belongs to: signing in is allauth's; every request asks for account and person in one question."""

from allauth.account.auth_backends import AuthenticationBackend

from guitai.accounts import queries
from guitai.accounts.models import Account
from guitai.core import clock


class Backend(AuthenticationBackend):  # type: ignore[misc]  # allauth has no types
    """Finds the account of a session with all that a request wants to know about who is asking."""

    def get_user(self, user_id: int) -> Account | None:
        account = queries.asking(user_id, on=clock.today())
        return account if account and self.user_can_authenticate(account) else None
