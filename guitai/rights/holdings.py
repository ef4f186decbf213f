"""Everything the product holds of a person: where it lies, what she gets a copy of, what erasing does to it.

guitai/config/reference/personal.py says the same in words; a test compares the two, so neither can forget a field.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Model, Q

from guitai.accounts.models import Account, Binding, BindingCode, FormerPassword, LetterRequest, Person, PersonNumber
from guitai.cases.models import (
    Application,
    Case,
    Decision,
    Evidence,
    GuardianRequest,
    Judgement,
    PayoutLine,
    Supplement,
)
from guitai.consents.models import Consent, PhoneCode, Signature
from guitai.core.texts import Text
from guitai.desk.models import HandedOver
from guitai.documents.models import Document
from guitai.eforms.models import Draft
from guitai.files.models import StoredFile
from guitai.gateways.models import Lookup
from guitai.notices.models import Message, PrintItem
from guitai.rights.models import DataRequest
from guitai.rights.terms import NAMELESS, Whose
from guitai.work.models import Message as CaseMessage
from guitai.work.models import Step

Empty = object | Callable[[], object]
NO_DAY = date(1900, 1, 1)
NOBODY_TO_TELL = {"person": "", "name": NAMELESS, "email": "", "postal_address": ""}


def nothing_to_find() -> bytes:
    """Answer an index that no number has."""
    return os.urandom(32)


@dataclass(frozen=True)
class Holding:
    """One table: whose rows, what of them goes into the copy, and what is left of them after an erasure."""

    model: type[Model]
    title: Text
    rows: Callable[[Whose], Q]
    shown: str = ""
    emptied: Mapping[str, Empty] = field(default_factory=dict)
    deleted: bool = False
    retained: Callable[[Whose], Q] | None = None  # rows among these that law keeps for now
    official: bool = False  # a row of somebody who holds a post stays: letters name who was responsible


def _in_cases(path: str) -> Callable[[Whose], Q]:
    def rows(whose: Whose) -> Q:
        return Q(**{f"{path}__applicant": whose.person})

    return rows


def _kept_cases(path: str) -> Callable[[Whose], Q]:
    def rows(whose: Whose) -> Q:
        return Q(**{f"{path}__in": _named(whose.retained, "case:")})

    return rows


def _named(things: tuple[str, ...], kind: str) -> list[str]:
    return [each.removeprefix(kind) for each in things if each.startswith(kind)]


def _kept_things(name: str) -> Callable[[Whose], Q]:
    def rows(whose: Whose) -> Q:
        return Q(**{f"{name}__in": whose.retained})

    return rows


HOLDINGS: tuple[Holding, ...] = (
    Holding(
        Person,
        Text("基本資料", "About you"),
        lambda whose: Q(pk=whose.person_id),
        "name born sex email phone postal_address registered_at",
        {"name": NAMELESS, "born": NO_DAY, "sex": "", "email": "", "phone": "", "postal_address": ""},
    ),
    Holding(
        PersonNumber,
        Text("身分證或居留證號", "Your number"),
        lambda whose: Q(person_id=whose.person_id),
        "kind number since until",
        {"number": "", "number_index": nothing_to_find},
    ),
    Holding(
        Account,
        Text("登入帳號", "Your account"),
        lambda whose: Q(pk__in=whose.accounts),
        "email joined_at",
        {
            "email": lambda: f"erased-{os.urandom(8).hex()}@erased.invalid",
            "name": "",
            "password": "!",
            "is_active": False,
        },
        official=True,
    ),
    Holding(
        EmailAddress,
        Text("電子郵件", "Mail address"),
        lambda whose: Q(user_id__in=whose.accounts),
        deleted=True,
        official=True,
    ),
    Holding(
        FormerPassword,
        Text("用過的密碼", "Former passwords"),
        lambda whose: Q(account_id__in=whose.accounts),
        deleted=True,
        official=True,
    ),
    Holding(
        Authenticator,
        Text("第二道驗證", "Second factor"),
        lambda whose: Q(user_id__in=whose.accounts),
        "type created_at",
        deleted=True,
        official=True,
    ),
    Holding(
        UserSession,
        Text("登入紀錄", "Sessions"),
        lambda whose: Q(user_id__in=whose.accounts),
        "ip user_agent created_at",
        deleted=True,
        official=True,
    ),
    Holding(
        Binding,
        Text("身分確認", "How your identity was confirmed"),
        lambda whose: Q(person_id=whose.person_id),
        "level proven_how bound_at ended_at",
    ),
    Holding(
        BindingCode,
        Text("確認碼", "Codes"),
        lambda whose: Q(person_id=whose.person_id),
        "channel issued_at used_at",
        {"code_hash": nothing_to_find},
    ),
    Holding(
        LetterRequest,
        Text("申請郵寄確認碼", "Codes by letter you asked for"),
        lambda whose: Q(account_id__in=whose.accounts),
        "number name born asked_at answer",
        {"number": "", "number_index": nothing_to_find, "name": NAMELESS, "born": NO_DAY},
    ),
    Holding(
        Consent,
        Text("同意與授權", "Consents"),
        lambda whose: Q(subject=whose.person) | Q(representative=whose.person),
        "purpose services facts text given_at until means relation revoked_at",
        {"relation": ""},
    ),
    Holding(
        Signature,
        Text("簽名", "Signatures"),
        lambda whose: Q(subject=whose.person),
        "means at place address device phone witnesses",
    ),
    Holding(
        PhoneCode,
        Text("簡訊確認碼", "Codes by text message"),
        lambda whose: Q(subject=whose.person),
        "made_at confirmed_at",
        {"phone_index": nothing_to_find, "code_hash": nothing_to_find},
    ),
    Holding(
        GuardianRequest,
        Text("監護人申請", "Requests as a guardian"),
        lambda whose: Q(guardian=whose.person),
        "said text services until state why asked_at",
        {"said": {}, "text": "", "why": None},
    ),
    Holding(
        Draft,
        Text("還沒送出的申請", "Applications not sent yet"),
        lambda whose: Q(owner__in=whose.refs),
        "form_key answers pending known created_at updated_at",
        deleted=True,
    ),
    Holding(
        StoredFile,
        Text("附件", "Attachments"),
        lambda whose: Q(owner__in=whose.refs),
        "name media_type size holder created_at",
        deleted=True,
        retained=_kept_things("holder"),
    ),
    Holding(
        Lookup,
        Text("向其他機關查詢的結果", "What other agencies answered"),
        lambda whose: Q(subject=whose.person) | Q(subject="", owner=whose.person),
        "source purpose basis_kind basis asked_at outcome answer",
        {"number_index": nothing_to_find, "details_index": nothing_to_find},
    ),
    Holding(
        Application,
        Text("申請", "Applications"),
        lambda whose: Q(applicant=whose.person),
        "service_key opened_at opened_by_words capacity",
    ),
    Holding(
        Case,
        Text("送出的申請", "Applications you sent"),
        _in_cases("application"),
        "reference applicant_name answers submitted_at filed_by_words channel",
        {"answers": {}, "applicant_name": NAMELESS, "sought_name": ""},
        retained=_kept_cases("reference"),
    ),
    Holding(
        Evidence,
        Text("申請案查得的資料", "What was fetched for your cases"),
        _in_cases("application"),
        "item source about facts gap fetched_at",
        {"facts": {}},
        retained=_kept_cases("application__case__reference"),
    ),
    Holding(
        Judgement,
        Text("系統判定", "What the rules found"),
        _in_cases("case__application"),
        "on situation answer verdict rules made_at",
    ),
    Holding(
        Decision,
        Text("核定結果", "Decisions"),
        _in_cases("case__application"),
        "outcome award amount effective_on reasons decided_at",
    ),
    Holding(
        Supplement,
        Text("補件", "Corrections you were asked for"),
        _in_cases("case__application"),
        "items before answers extension_wanted extension_answer asked_at answered_at",
        {"items": [], "before": None, "answers": None, "extension_wanted": ""},
        retained=_kept_cases("case__reference"),
    ),
    Holding(
        PayoutLine,
        Text("撥款", "Payments"),
        _in_cases("case__application"),
        "payee_name account month amount listed_at",
        {"payee_name": NAMELESS, "account": {}},
        retained=_kept_cases("case__reference"),
    ),
    Holding(
        CaseMessage,
        Text("與承辦人的訊息", "Messages about your cases"),
        lambda whose: Q(item__subject=whose.person, audience="applicant"),
        "author_words text at",
        {"text": ""},
        retained=_kept_cases("item__reference"),
    ),
    Holding(
        Step,
        Text("案件經過", "Steps of your cases"),
        lambda whose: Q(item__subject=whose.person),
        "move actor_words at reasons",
    ),
    Holding(
        Document,
        Text("公文", "Letters to you"),
        lambda whose: Q(addressee_ref=whose.person),
        "word year serial issued_on content",
        {"content": {}},
        retained=_kept_things("thing_ref"),
    ),
    Holding(
        Message,
        Text("通知", "Notices to you"),
        lambda whose: Q(person_ref=whose.person),
        "kind channel recipient content created_at status",
        {"recipient": NOBODY_TO_TELL, "content": {}, "next_try_at": None},
    ),
    Holding(
        PrintItem,
        Text("待列印的通知", "Notices to be printed"),
        lambda whose: Q(person_ref=whose.person),
        "recipient created_at state",
        {"recipient": NOBODY_TO_TELL, "code": None},
    ),
    Holding(
        HandedOver,
        Text("職務交接清單", "Lists of work handed over"),
        lambda whose: Q(thing__in=whose.things),
        "",
        {"words": ""},
    ),
    Holding(
        DataRequest,
        Text("個資權利的請求", "Requests about your data"),
        lambda whose: Q(person=whose.person),
        "kind about words asked_at outcome answer answered_at",
    ),
)


def shown_fields(holding: Holding) -> list[str]:
    return holding.shown.split()


def emptying(holding: Holding) -> dict[str, Any]:
    """Answer what each emptied field holds from now on."""
    return {name: value() if callable(value) else value for name, value in holding.emptied.items()}
