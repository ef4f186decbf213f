"""Every read of persons, agencies and officials."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from guitai.accounts.models import (
    Account,
    Agency,
    Binding,
    BindingCode,
    LetterRequest,
    Person,
    PersonNumber,
    Post,
    PostHolding,
    StandIn,
)
from guitai.accounts.models.person import NUMBER_PURPOSE
from guitai.accounts.terms import (
    AgencyKind,
    AgencyView,
    Assurance,
    LetterAsked,
    Official,
    PostOnDuty,
    PostView,
    Role,
    StandInView,
)
from guitai.core import clock, encryption, memo, together
from guitai.core.together import Part

# The worker's database role may not read these columns, so no shared query asks for them.
AGENCIES = "agencies"
# Every page of an official asks this: begun from her few holdings, and composed once.
POSTS_OF = """
    SELECT 'post:' || post.id AS ref, post.title, unit.name AS unit, agency.code AS agency_code,
        agency.name AS agency_name, post.roles, mine.stands_in
    FROM (
        SELECT post_id, bool_and(stands_in) AS stands_in
        FROM (
            SELECT post_id, FALSE AS stands_in FROM accounts_postholding
            WHERE account_id = %(account)s AND since <= %(on)s AND (until IS NULL OR until > %(on)s)
            UNION ALL
            SELECT post_id, TRUE FROM accounts_standin
            WHERE deputy_id = %(account)s AND since <= %(on)s AND (until IS NULL OR until > %(on)s)
        ) either GROUP BY post_id
    ) mine
    JOIN accounts_post post ON post.id = mine.post_id
    JOIN accounts_unit unit ON unit.id = post.unit_id
    JOIN accounts_agency agency ON agency.id = unit.agency_id
    ORDER BY post.id"""
SECRETS = ("password", "last_login", "joined_at")
LONGEST_KEY = 18


BOUND = "account_id = %(account)s AND ended_at IS NULL"
ON_DUTY = """
SELECT EXISTS (SELECT FROM accounts_postholding WHERE account_id = %(account)s
               AND since <= %(on)s AND (until IS NULL OR until > %(on)s))
    OR EXISTS (SELECT FROM accounts_standin WHERE deputy_id = %(account)s
               AND since <= %(on)s AND until > %(on)s) AS on_duty
"""


ALL_AGENCIES = """
SELECT agency.code, agency.name, agency.kind, coalesce(parent.code, '') AS parent_code, agency.head_title,
    agency.head_name, agency.address, agency.phone, agency.name_en
FROM accounts_agency agency LEFT JOIN accounts_agency parent ON parent.id = agency.parent_id ORDER BY agency.code
"""
KNOWN = "known_of_who_asks"


@dataclass(frozen=True)
class Known:
    """What was read with the account of whoever asks."""

    person: Person | None
    on_duty: bool


def number_index(number: str) -> bytes:
    """Answer the blind index under which a normalised number is kept."""
    return encryption.blind_index(number, purpose=NUMBER_PURPOSE)


def number_ref(number: str) -> str:
    """Answer how a record names somebody whom we know by number only; nobody reads the number in it."""
    return f"number:{number_index(number).hex()}"


def looked_at_as(person: Person) -> list[str]:
    """Answer all references under which records may name this person."""
    numbers = PersonNumber.objects.filter(person=person).values_list("number_index", flat=True)
    return [person.ref, *(f"number:{bytes(each).hex()}" for each in numbers)]


def person(ref: str) -> Person:
    """Answer the person of a reference; raises Person.DoesNotExist for any other reference."""
    kind, _, key = ref.partition(":")
    try:
        return Person.objects.get(pk=UUID(key if kind == "person" else ""))
    except ValueError as wrong:
        raise Person.DoesNotExist(ref) from wrong


def find_person(number: str) -> Person | None:
    """Answer who has, or else once had, this normalised number."""
    held = PersonNumber.objects.filter(number_index=number_index(number)).select_related("person")
    newest = sorted(held, key=lambda row: (row.until is None, row.until or row.since))
    return newest[-1].person if newest else None


def account(ref: str) -> Account:
    kind, _, key = ref.partition(":")
    if kind != "account" or not (key.isascii() and key.isdigit()):
        raise Account.DoesNotExist(ref)
    return Account.objects.defer(*SECRETS).get(pk=key)


def is_row(key: str) -> bool:
    """Tell whether a row can have this key: references come back from addresses that anybody may write."""
    return key.isascii() and key.isdigit() and len(key) <= LONGEST_KEY


def names_of(refs: Iterable[str]) -> dict[str, str]:
    """Answer how these accounts are called, by one query however many they are."""
    keys = [key for kind, _, key in (ref.partition(":") for ref in refs) if kind == "account" and is_row(key)]
    return {f"account:{pk}": name for pk, name in Account.objects.filter(pk__in=keys).values_list("pk", "name")}


def account_named(email: str) -> Account | None:
    return Account.objects.filter(email=email).first()


def asking(account_id: int, *, on: date) -> Account | None:
    """Answer the account, as which person it is proven, and whether it is on duty for a post that day.

    Every request of somebody signed in asks this, so it is one statement and is not composed anew each time.
    """
    values = {"account": account_id, "on": on}
    accounts, bindings, people, duty = together.read(
        together.rows_of(Account, where="id = %(account)s", params=values),
        together.rows_of(Binding, where=BOUND, params=values),
        together.rows_of(Person, where=f"id IN (SELECT person_id FROM accounts_binding WHERE {BOUND})", params=values),  # noqa: S608 - a constant
        Part(ON_DUTY, values, lambda row: bool(row["on_duty"])),
    )
    for account in accounts:
        for binding, person in zip(bindings, people, strict=True):
            binding.person, binding.account = person, account
        vars(account)[KNOWN] = Known(next(iter(people), None), on_duty=duty[0])
    return next(iter(accounts), None)


def person_of(account: Account) -> Person | None:
    """Answer the person whom the account is proven to be."""
    known: Known | None = getattr(account, KNOWN, None)
    if known:
        return known.person
    binding = open_binding(account)
    return binding.person if binding else None


def official_of(account: Account, *, on: date) -> Official | None:
    """Answer what the account may act as, without a question about the many who hold no post."""
    known: Known | None = getattr(account, KNOWN, None)
    return official(account, on=on) if known is None or known.on_duty else None


def open_binding(account: Account) -> Binding | None:
    return _open_bindings().filter(account=account).first()


def person_behind(ref: str) -> Person | None:
    """Answer the person whose account this reference names, where the account is proven to be one."""
    kind, _, key = ref.partition(":")
    binding = _open_bindings().filter(account_id=key).first() if kind == "account" and is_row(key) else None
    return binding.person if binding else None


def binding_of(person: Person) -> Binding | None:
    return _open_bindings().filter(person=person).first()


def _open_bindings() -> QuerySet[Binding]:
    rows = Binding.objects.filter(ended_at__isnull=True).select_related("person", "account")
    return rows.defer(*_secrets_of("account"))


def _secrets_of(relation: str) -> list[str]:
    return [f"{relation}__{column}" for column in SECRETS]


def assurance(account: Account) -> Assurance:
    binding = open_binding(account)
    return Assurance(binding.level) if binding else Assurance.NONE


def account_of(person: Person) -> Account | None:
    """Answer the account through which the person can be told something on line."""
    binding = binding_of(person)
    return binding.account if binding else None


def letter_request(request_id: int) -> LetterAsked | None:
    """Answer what was stated in a request for a code by letter; None once it is answered."""
    row = LetterRequest.objects.filter(pk=request_id, answered_at__isnull=True).first()
    return LetterAsked(row.pk, str(row.number), row.name, row.born) if row else None


def gave_out(person_ref: str, *, used_at: datetime) -> Official | None:
    """Answer the official who gave out the code that this person used at that moment."""
    code = BindingCode.objects.filter(person_id=UUID(person_ref.removeprefix("person:")), used_at=used_at).first()
    if code is None or not code.issued_by.startswith("account:"):
        return None
    return official(account(code.issued_by), on=code.issued_at.astimezone(clock.TAIPEI).date())


def person_parts(ref: str) -> tuple[Part[Person], Part[PersonNumber]]:
    """Answer the reads of a person and of the number that is valid now."""
    values = {"person": together.uuid_in(ref.removeprefix("person:"))}
    return (
        together.rows_of(Person, where="id = %(person)s", params=values),
        together.rows_of(PersonNumber, where="person_id = %(person)s AND until IS NULL", params=values),
    )


def agencies(kind: AgencyKind | None = None) -> list[AgencyView]:
    """Answer all agencies, or those of a kind, by code; a request asks for them once."""
    found: Mapping[str, AgencyView] = memo.of_reading(AGENCIES, _all_agencies)
    return [view for view in found.values() if kind in (None, view.kind)]


def agency(code: str) -> AgencyView:
    """Answer the agency; raises Agency.DoesNotExist."""
    found: Mapping[str, AgencyView] = memo.of_reading(AGENCIES, _all_agencies)
    if code not in found:
        raise Agency.DoesNotExist(code)
    return found[code]


def agencies_part() -> Part[AgencyView]:
    """Answer the read of all agencies, for ``know``."""
    return Part(ALL_AGENCIES, {}, lambda row: AgencyView(**{**row, "kind": AgencyKind(row["kind"])}))


def know(views: Iterable[AgencyView]) -> None:
    """The agencies were read with something else: nobody has to ask for them while this reading lasts."""
    memo.put(AGENCIES, {view.code: view for view in views})


def _all_agencies() -> dict[str, AgencyView]:
    return _views(list(Agency.objects.order_by("code")))


def _views(rows: list[Agency]) -> dict[str, AgencyView]:
    codes = {row.pk: row.code for row in rows}
    return {row.code: _agency_view(row, codes[row.parent_id] if row.parent_id else "") for row in rows}


def _agency_view(row: Agency, parent_code: str) -> AgencyView:
    return AgencyView(
        code=row.code,
        name=row.name,
        kind=AgencyKind(row.kind),
        parent_code=parent_code,
        head_title=row.head_title,
        head_name=row.head_name,
        address=row.address,
        phone=row.phone,
        name_en=row.name_en,
    )


def official(account: Account, *, on: date) -> Official | None:
    """Answer what the account may act as on that day; None for whoever holds no post and stands in for none."""
    (posts,) = together.read(Part(POSTS_OF, {"account": account.pk, "on": on}, _post_of))
    return Official(account_ref=account.ref, name=account.name, posts=tuple(posts)) if posts else None


def _post_of(row: Mapping[str, Any]) -> PostView:
    return PostView(**{**row, "roles": frozenset(map(Role, row["roles"]))})


def official_behind(ref: str, *, on: date) -> Official | None:
    """Answer what the account of this reference may act as on that day; None where it may not sign in any more."""
    try:
        found = account(ref)
    except Account.DoesNotExist:
        return None
    return official(found, on=on) if found.is_active else None


def posts_with(role: Role, agency_code: str, *, on: date) -> list[PostView]:
    """Answer the posts of the agency that have the role and a holder or stand-in that day."""
    filled = Exists(PostHolding.objects.filter(_valid(on), post=OuterRef("pk")))
    stood_in = Exists(StandIn.objects.filter(_valid(on), post=OuterRef("pk")))
    rows = Post.objects.filter(Q(filled) | Q(stood_in), roles__contains=[role], unit__agency__code=agency_code)
    return [_post_view(row) for row in rows.select_related("unit__agency").order_by("pk")]


def posts_on_duty(agency_code: str, *, on: date) -> list[PostOnDuty]:
    """Answer every post of the agency with its holder that day, and who stands in that day or later."""
    rows = Post.objects.filter(unit__agency__code=agency_code).select_related("unit__agency").order_by("unit", "number")
    holders = dict(PostHolding.objects.filter(_valid(on), post__in=rows).values_list("post_id", "account__name"))
    found = StandIn.objects.filter(post__in=rows, until__gt=on).select_related("deputy").defer(*_secrets_of("deputy"))
    stand_ins = list(found.order_by("since"))
    return [
        PostOnDuty(
            _post_view(row),
            holders.get(row.pk, ""),
            tuple(_stand_in_view(each) for each in stand_ins if each.post_id == row.pk),
        )
        for row in rows
    ]


def possible_deputies(post_ref: str, *, on: date) -> list[Account]:
    """Answer who holds another post of the same agency that day."""
    key = int(post_ref.removeprefix("post:"))
    agency = Agency.objects.get(units__posts=key)
    colleagues = PostHolding.objects.filter(_valid(on), post__unit__agency=agency)
    holder = PostHolding.objects.filter(_valid(on), post=key).values("account")
    found = Account.objects.defer(*SECRETS).filter(is_active=True, holdings__in=colleagues)
    return list(found.exclude(pk__in=holder).distinct().order_by("name", "pk"))


def posts_named(refs: Iterable[str]) -> dict[str, str]:
    """Answer the titles of these posts, by one query however many they are."""
    keys = [key for kind, _, key in (ref.partition(":") for ref in refs) if kind == "post" and is_row(key)]
    return {f"post:{key}": title for key, title in Post.objects.filter(pk__in=keys).values_list("pk", "title")}


def post(ref: str) -> PostView:
    return _post_view(post_row(ref))


def post_row(ref: str) -> Post:
    kind, _, key = ref.partition(":")
    if kind != "post" or not (key.isascii() and key.isdigit()):
        raise Post.DoesNotExist(ref)
    return Post.objects.select_related("unit__agency").get(pk=key)


def responsible_name(post: PostView, *, on: date) -> str:
    """Answer who acts for the post that day, as citizens may read it: title and name."""
    key = int(post.ref.removeprefix("post:"))
    deputies = StandIn.objects.filter(_valid(on), post_id=key).values_list("deputy__name", flat=True)
    holders = PostHolding.objects.filter(_valid(on), post_id=key).values_list("account__name", flat=True)
    name = deputies.first() or holders.first()
    return f"{post.title} {name}" if name else post.title


def _valid(on: date) -> Q:
    return Q(Q(until__isnull=True) | Q(until__gt=on), since__lte=on)


def _stand_in_view(row: StandIn) -> StandInView:
    return StandInView(name=row.deputy.name, first=row.since, last=row.until - timedelta(days=1), id=row.pk)


def _post_view(row: Post, *, stands_in: bool = False) -> PostView:
    return PostView(
        ref=row.ref,
        title=row.title,
        unit=row.unit.name,
        agency_code=row.unit.agency.code,
        agency_name=row.unit.agency.name,
        roles=frozenset(Role(role) for role in row.roles),
        stands_in=stands_in,
    )
