"""Every address of the product, who may knock there, and about whose thing it is. Plain data, written by hand.

The matrix of probes (test_access_matrix) and the fuzzer read it; ``docs/reference/access.md`` shows it. A route that
is not here fails the tests. It says what shall be, so it imports nothing that decides: only the names of the roles.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from guitai.accounts.terms import Role

READ, SAFE, FORM, WRITE = (frozenset(words.split()) for words in ("GET", "GET HEAD", "GET POST", "POST"))
SAFE_FORM = SAFE | WRITE
"""Some pages answer HEAD, others not: the table says which, so that a change is noticed."""
EVERY = frozenset(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])


class Gate(StrEnum):
    """Who comes as far as the page, whosever thing it is about."""

    OPEN = "everybody"
    SIGNED_IN = "signed in"
    PROVEN = "proven to be a person"
    REPRESENTED = "proven, or an agent of an office"
    CONCERNED = "named in the consent"
    POST = "holds a post with one of the roles"
    SYSTEM = "a registered system, by its signature"
    LIBRARY = "django-allauth: sign-in and second factor, each account its own"


class Thing(StrEnum):
    """What the address names. Whom each belongs to in the world of the tests says tests/security/reach.py."""

    NOTHING = "nothing"
    DRAFT = "draft"
    OWN_DRAFT = "draft, for the applicant herself only"
    OWN_CASE = "case, from the applicant's side"
    OWN_LETTER = "letter, from the applicant's side"
    OWN_APPEAL = "refused case, from the applicant's side"
    OWN_CONSENT = "consent for look-ups of a case"
    MANDATE = "consent under which one acts"
    CONSENT = "consent"
    SIGNATURE = "consent signed by hand"
    WITNESSED = "consent with a mark before witnesses"
    GUARDIAN_ASKED = "guardian's own request"
    DESK_CASE = "case, from the desk's side"
    DESK_LETTER = "letter, from the desk's side"
    DESK_FILE = "attachment of a case"
    SECOND_REQUEST = "second request for corrections"
    BATCH = "batch of letters to print"
    POST = "post"
    LED_POST = "post of an office one leads"
    STAND_IN = "stand-in"
    DATA_REQUEST = "request about one's data"
    HAND_OVER = "hand-over"
    GUARDIAN_REQUEST = "guardian's request at the counter"
    GUARDIAN_PAPER = "paper of a guardian"
    PAYMENT_LIST = "payment list"
    JOB = "failed job"
    DELIVERY = "dead delivery"
    GUIDE = "guide for a function"
    CLOCK = "clock of the demo, which production does not have"


@dataclass(frozen=True)
class Route:
    name: str
    gate: Gate
    methods: frozenset[str]
    roles: frozenset[Role] = frozenset()
    thing: Thing = Thing.NOTHING
    fixed: Mapping[str, str | int] = field(default_factory=dict)
    """What else stands in the address."""
    body: Mapping[str, str] = field(default_factory=dict)
    """What a POST carries so that it gets as far as it can."""


def _at_desk(
    name: str, roles: set[Role], methods: frozenset[str], thing: Thing = Thing.NOTHING, **more: object
) -> Route:
    return Route(name, Gate.POST, methods, frozenset(roles), thing, **more)  # type: ignore[arg-type]  # as Route says


def _page(name: str, gate: Gate, methods: frozenset[str], thing: Thing = Thing.NOTHING, **more: object) -> Route:
    return Route(name, gate, methods, frozenset(), thing, **more)  # type: ignore[arg-type]  # as Route says


ANYBODY = set(Role)
READERS = {Role.FIRST_REVIEW, Role.APPROVE, Role.SUPERVISOR}
PAYERS = {Role.APPROVE, Role.SUPERVISOR}
LEADERS = {Role.SUPERVISOR, Role.ADMINISTRATOR}
SERVICE = "national_pension_premium_share"
SERVICE_KEY = {"key": SERVICE}

PUBLIC = (
    _page("core:health", Gate.OPEN, SAFE),
    _page("core:kit", Gate.OPEN, EVERY),
    _page("core:kit_desk", Gate.OPEN, EVERY),
    _page("portal:home", Gate.OPEN, SAFE),
    _page("portal:services", Gate.OPEN, SAFE),
    _page("portal:service", Gate.OPEN, SAFE, fixed=SERVICE_KEY),
    _page("portal:trial", Gate.OPEN, SAFE_FORM, fixed=SERVICE_KEY),
    _page("portal:accessibility", Gate.OPEN, SAFE),
    _page("portal:privacy", Gate.OPEN, SAFE),
    _page("portal:contact", Gate.OPEN, SAFE),
    _page("cases:where", Gate.OPEN, FORM),
    _page("api:heartbeat", Gate.OPEN, READ),
    _page("api:usage_period", Gate.SYSTEM, READ),
    _page("api:find_usage", Gate.SYSTEM, READ),
    _page("set_language", Gate.OPEN, EVERY),
)
CITIZENS = (
    _page("portal:my_page", Gate.PROVEN, SAFE),
    _page("portal:my_lookups", Gate.PROVEN, SAFE),
    _page("rights:data", Gate.PROVEN, SAFE),
    _page("rights:copy", Gate.PROVEN, SAFE),
    _page("rights:copy_file", Gate.PROVEN, SAFE),
    _page("rights:correct", Gate.PROVEN, SAFE_FORM),
    _page("rights:stop", Gate.PROVEN, SAFE_FORM),
    _page("rights:erase", Gate.PROVEN, SAFE_FORM),
    _page("accounts:prove", Gate.SIGNED_IN, SAFE_FORM),
    _page("accounts:letter", Gate.SIGNED_IN, SAFE_FORM),
    _page("consents:mine", Gate.PROVEN, READ),
    _page("consents:consent", Gate.CONCERNED, READ, Thing.CONSENT),
    _page("consents:revoke", Gate.CONCERNED, FORM, Thing.CONSENT),
    _page("consents:record", Gate.CONCERNED, READ, Thing.CONSENT),
    _page("consents:signature", Gate.CONCERNED, READ, Thing.SIGNATURE),
    _page("consents:witness", Gate.CONCERNED, READ, Thing.WITNESSED, fixed={"nth": 1}),
    _page("cases:start", Gate.PROVEN, FORM, fixed=SERVICE_KEY),
    _page("cases:for", Gate.PROVEN, FORM),
    _page("cases:family", Gate.PROVEN, FORM),
    _page("cases:for_sign", Gate.PROVEN, WRITE),
    _page("cases:guardian", Gate.PROVEN, FORM),
    _page("cases:guardian_sign", Gate.PROVEN, WRITE),
    _page("cases:guardian_asked", Gate.PROVEN, READ, Thing.GUARDIAN_ASKED),
    _page("cases:mandate", Gate.REPRESENTED, READ, Thing.MANDATE),
    _page("cases:slip", Gate.REPRESENTED, READ, Thing.MANDATE),
    _page("cases:go_on", Gate.REPRESENTED, WRITE, Thing.MANDATE, fixed=SERVICE_KEY),
    _page("cases:check", Gate.REPRESENTED, FORM, Thing.DRAFT),
    _page("cases:discard", Gate.REPRESENTED, WRITE, Thing.DRAFT),
    _page("cases:consent_anew", Gate.PROVEN, FORM, Thing.OWN_DRAFT),
    _page("cases:page", Gate.REPRESENTED, FORM, Thing.DRAFT, fixed={"page_key": "you"}),
    _page("cases:case", Gate.REPRESENTED, READ, Thing.OWN_CASE),
    _page("cases:received", Gate.REPRESENTED, READ, Thing.OWN_CASE),
    _page("cases:revoke", Gate.REPRESENTED, WRITE, Thing.OWN_CONSENT),
    _page("cases:supplement", Gate.REPRESENTED, FORM, Thing.OWN_CASE),
    _page("cases:supplement_time", Gate.REPRESENTED, WRITE, Thing.OWN_CASE),
    _page("cases:withdraw", Gate.REPRESENTED, FORM, Thing.OWN_CASE),
    _page("cases:messages", Gate.REPRESENTED, FORM, Thing.OWN_CASE, body={"text": "請問進度"}),
    _page("cases:appeal", Gate.REPRESENTED, FORM, Thing.OWN_APPEAL, body={"reasons": "不服"}),
    _page("cases:letter", Gate.REPRESENTED, READ, Thing.OWN_APPEAL, fixed={"kind": "pdf"}),
    _page("cases:one_letter", Gate.REPRESENTED, READ, Thing.OWN_LETTER, fixed={"kind": "odt"}),
)
AGENTS = (
    _at_desk("cases:agent", {Role.AGENT}, FORM),
    _at_desk("cases:agent_consent", {Role.AGENT}, WRITE),
    _at_desk("cases:agent_sign", {Role.AGENT}, WRITE),
)
CASEWORK = (
    _at_desk("desk:work_list", READERS, READ),
    _at_desk("desk:search", READERS, FORM, body={"q": "王"}),
    _at_desk("desk:assign", READERS, WRITE),
    _at_desk("desk:take_next", READERS, WRITE),
    _at_desk("desk:save_view", READERS, WRITE, body={"name": "我的"}),
    _at_desk("desk:forget_view", READERS, WRITE, fixed={"view_id": 1}),
    _at_desk("desk:case", READERS, READ, Thing.DESK_CASE),
    _at_desk("desk:take", READERS, WRITE, Thing.DESK_CASE),
    _at_desk("desk:move", READERS, WRITE, Thing.DESK_CASE, fixed={"key": "propose_grant"}),
    _at_desk("desk:write", READERS, WRITE, Thing.DESK_CASE, body={"text": "請補照片", "audience": "inside"}),
    _at_desk("desk:letter", READERS, READ, Thing.DESK_LETTER, fixed={"kind": "pdf"}),
    _at_desk("desk:one_letter", READERS, READ, Thing.DESK_LETTER, fixed={"kind": "odt"}),
    _at_desk("desk:file", READERS, READ, Thing.DESK_FILE),
    _at_desk("desk:look", READERS, READ, Thing.DESK_FILE),
    _at_desk("desk:picture", READERS, READ, Thing.DESK_FILE, fixed={"number": 1}),
    _at_desk("desk:supplement", READERS, FORM, Thing.DESK_CASE),
    _at_desk("desk:supplement_preview", READERS, FORM, Thing.DESK_CASE),
    _at_desk("desk:supplement_take_back", READERS, WRITE, Thing.DESK_CASE),
    _at_desk("desk:supplement_time", READERS, WRITE, Thing.DESK_CASE, body={"until": "115/12/20"}),
    _at_desk("desk:supplements", READERS, READ),
    _at_desk("desk:second_request", {Role.SUPERVISOR}, FORM, Thing.SECOND_REQUEST, body={"then": "allow"}),
)
OFFICE = (
    _at_desk("desk:home", ANYBODY, READ),
    _at_desk("desk:my_post", ANYBODY, READ),
    _at_desk("desk:guide", ANYBODY, READ, Thing.GUIDE),
    _at_desk("rights:requests", {Role.SUPERVISOR}, SAFE),
    _at_desk("rights:request", {Role.SUPERVISOR}, SAFE_FORM, Thing.DATA_REQUEST),
    _at_desk("desk:office", {Role.SUPERVISOR}, READ),
    _at_desk("desk:posts", LEADERS, READ),
    _at_desk("desk:post", LEADERS, SAFE_FORM, Thing.POST),
    _at_desk("desk:stand_ins", {Role.SUPERVISOR}, READ),
    _at_desk("desk:stand_in", {Role.SUPERVISOR}, SAFE_FORM, Thing.LED_POST),
    _at_desk("desk:withdraw_stand_in", {Role.SUPERVISOR}, WRITE, Thing.STAND_IN),
    _at_desk("desk:hand_overs", ANYBODY, SAFE_FORM),
    _page("desk:hand_over", Gate.SIGNED_IN, READ, Thing.HAND_OVER),
    _at_desk("desk:payments", PAYERS, READ),
    _at_desk("desk:payment_list", PAYERS, READ, Thing.PAYMENT_LIST),
    _at_desk("desk:payment_file", PAYERS, READ, Thing.PAYMENT_LIST, fixed={"kind": "csv"}),
    _at_desk("desk:statistics", LEADERS, READ),
    _at_desk("desk:statistics_file", LEADERS, READ, fixed={"kind": "csv"}),
)
COUNTER = (
    _at_desk("accounts:counter", {Role.COUNTER}, SAFE_FORM),
    _at_desk("accounts:number", {Role.COUNTER}, SAFE_FORM),
    _at_desk("desk:consents", {Role.COUNTER}, SAFE_FORM),
    _at_desk("desk:end_consents", {Role.COUNTER}, WRITE),
    _at_desk("desk:guardians", {Role.COUNTER}, READ),
    _at_desk("desk:guardian", {Role.COUNTER}, SAFE_FORM, Thing.GUARDIAN_REQUEST),
    _at_desk("desk:guardian_paper", {Role.COUNTER}, READ, Thing.GUARDIAN_PAPER),
    _at_desk("desk:guardian_picture", {Role.COUNTER}, READ, Thing.GUARDIAN_PAPER, fixed={"number": 1}),
)
OTHER_POSTS = (
    _at_desk("desk:prints", {Role.LETTERS}, READ),
    _at_desk("desk:make_batch", {Role.LETTERS}, WRITE),
    _at_desk("desk:batch_pdf", {Role.LETTERS}, READ, Thing.BATCH),
    _at_desk("desk:mark_batch", {Role.LETTERS}, WRITE, Thing.BATCH, fixed={"step": "printed"}),
    _at_desk("desk:audit", {Role.AUDITOR}, READ),
    _at_desk("desk:system", {Role.ADMINISTRATOR}, READ),
    _at_desk("desk:waiting_rooms", {Role.ADMINISTRATOR}, FORM),
    _at_desk("desk:start_again", {Role.ADMINISTRATOR}, WRITE, Thing.JOB),
    _at_desk("desk:deliver_again", {Role.ADMINISTRATOR}, WRITE, Thing.DELIVERY),
    _at_desk("desk:move_clock", {Role.ADMINISTRATOR}, WRITE, Thing.CLOCK),
)
FOR_EVERYBODY = (
    "account_login",
    "account_logout",
    "account_inactive",
    "account_signup",
    "account_email_verification_sent",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_confirm_login_code",
    "mfa_authenticate",
    "mfa_login_webauthn",
)
FOR_ONE_ACCOUNT = (
    "account_email",
    "account_change_password",
    "account_set_password",
    "account_reauthenticate",
    "mfa_index",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_remove_webauthn",
    "mfa_edit_webauthn",
    "usersessions_list",
)
LIBRARY_ARGS: Mapping[str, Mapping[str, str | int]] = {
    "account_reset_password_from_key": {"uidb36": "1", "key": "c0ffee-c0ffee"},
    "mfa_remove_webauthn": {"pk": 424242},
    "mfa_edit_webauthn": {"pk": 424242},
}
LIBRARY = tuple(
    Route(name, gate, EVERY, fixed=LIBRARY_ARGS.get(name, {}))
    for gate, names in ((Gate.OPEN, FOR_EVERYBODY), (Gate.LIBRARY, FOR_ONE_ACCOUNT))
    for name in names
)
DEMO = ("demo:people", "demo:sign_in")
"""In production there are no such addresses; tests run as production does."""

ROUTES: tuple[Route, ...] = (
    *PUBLIC,
    *CITIZENS,
    *AGENTS,
    *CASEWORK,
    *OFFICE,
    *COUNTER,
    *OTHER_POSTS,
    *LIBRARY,
)
BY_NAME = {route.name: route for route in ROUTES}
