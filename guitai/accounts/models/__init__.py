"""Tables of accounts, persons, agencies and posts; they take no decisions."""

from guitai.accounts.models.account import Account, FormerPassword
from guitai.accounts.models.agency import Agency, Post, Unit
from guitai.accounts.models.holding import PostHolding, StandIn
from guitai.accounts.models.lock import SignInLock
from guitai.accounts.models.person import Binding, BindingCode, LetterRequest, Person, PersonNumber

__all__ = [
    "Account",
    "Agency",
    "Binding",
    "BindingCode",
    "FormerPassword",
    "LetterRequest",
    "Person",
    "PersonNumber",
    "Post",
    "PostHolding",
    "SignInLock",
    "StandIn",
    "Unit",
]
