"""Which role may do what with each table; a table without a row here is closed to all but the owner.

A row names the rights of (web, worker, audit, report). Only the owner may truncate; only the audit role touches
the audit: the others append through the function audit_append and read through audit_entries.
"""

from dataclasses import dataclass
from typing import LiteralString

NONE = ""
READ = "SELECT"
ADD = "SELECT, INSERT"
KEEP = "SELECT, INSERT, UPDATE"  # what happened stays: no deleting
ALL = "SELECT, INSERT, UPDATE, DELETE"


@dataclass(frozen=True)
class Rights:
    web: LiteralString = NONE
    worker: LiteralString = NONE
    audit: LiteralString = NONE
    report: LiteralString = NONE


# A worker knows that an account exists, how to write to it, and nothing that signs in.
ACCOUNT_WITHOUT_SECRETS = "SELECT (id, email, name, is_active)"

# A worker forgets what is over, and reads no more of it than when that is.
FORGET_LOCKS = "SELECT (first_at, locked_until), DELETE"
FORGET_SESSIONS = "SELECT (expire_date), DELETE"

TABLES: dict[str, Rights] = {
    # sign-in and sessions: the web's alone
    "accounts_account": Rights(web=KEEP, worker=ACCOUNT_WITHOUT_SECRETS),
    "accounts_formerpassword": Rights(web=ALL),
    "accounts_signinlock": Rights(web=ALL, worker=FORGET_LOCKS),
    "usersessions_usersession": Rights(web=ALL),
    "account_emailaddress": Rights(web=ALL, worker=READ),
    "account_emailconfirmation": Rights(web=ALL),
    "mfa_authenticator": Rights(web=ALL),
    "django_session": Rights(web=ALL, worker=FORGET_SESSIONS),
    "auth_group": Rights(web=READ),
    "auth_group_permissions": Rights(web=READ),
    "auth_permission": Rights(web=READ),
    "core_cache": Rights(web=ALL, worker=ALL),
    "core_key_mark": Rights(web=READ, worker=READ, audit=READ),
    # Whoever seals or opens needs the keys, and whoever erases destroys them; without the master key they open nothing.
    "core_agency_key": Rights(web=KEEP, worker=KEEP),
    "core_subject_key": Rights(web=KEEP, worker=KEEP),
    "core_clock_shift": Rights(web=KEEP, worker=READ, audit=READ),  # moved by an administrator, in the demo only
    # people and posts
    "accounts_agency": Rights(web=KEEP, worker=READ, report=READ),
    "accounts_unit": Rights(web=KEEP, worker=READ, report=READ),
    "accounts_post": Rights(web=KEEP, worker=READ, report=READ),
    "accounts_postholding": Rights(web=KEEP, worker=READ),
    "accounts_standin": Rights(web=ALL, worker=READ),  # one that has not begun can be taken back
    "accounts_person": Rights(web=KEEP, worker=KEEP),  # the worker prints letters with codes
    "accounts_personnumber": Rights(web=KEEP, worker=KEEP),
    "accounts_binding": Rights(web=KEEP, worker=READ),
    "accounts_bindingcode": Rights(web=KEEP, worker=KEEP),
    "accounts_letterrequest": Rights(web=KEEP, worker=KEEP),
    # the audit
    "audit_entry": Rights(audit=ADD),
    "audit_subject": Rights(audit=ADD),
    "audit_pending": Rights(audit="SELECT, INSERT, DELETE"),
    "audit_link": Rights(audit=ADD),
    "audit_checkpoint": Rights(audit=ADD),
    "audit_tile": Rights(audit=ADD),
    "audit_stamp": Rights(audit=ADD),
    "audit_closed": Rights(audit="SELECT, INSERT, DELETE"),
    # outgoing work
    "outbox_event": Rights(web=ADD, worker="SELECT, INSERT, DELETE"),
    "outbox_delivery": Rights(web=KEEP, worker=ALL),
    "procrastinate_jobs": Rights(web=KEEP, worker=ALL),
    "procrastinate_events": Rights(web=ADD, worker=ALL),
    "procrastinate_periodic_defers": Rights(web=READ, worker=ALL),
    "procrastinate_workers": Rights(web=READ, worker=ALL),
    # the journey
    "catalogue_edition": Rights(web=KEEP, worker=READ, report=READ),
    "work_workitem": Rights(web=KEEP, worker=KEEP, report=READ),
    "work_task": Rights(web=KEEP, worker=KEEP, report=READ),
    "work_step": Rights(web=ADD, worker=ADD, report=READ),
    "work_message": Rights(web=KEEP, worker=KEEP),
    "cases_supplement": Rights(web=KEEP, worker=KEEP),
    "cases_guardianrequest": Rights(web=KEEP, worker=READ),  # the worker tells the guardian
    "cases_payoutline": Rights(web=KEEP, worker=KEEP),
    "cases_application": Rights(web=KEEP, worker=KEEP),
    "cases_case": Rights(web=KEEP, worker=KEEP),
    "cases_evidence": Rights(web=KEEP, worker=KEEP),
    "cases_judgement": Rights(web=ADD, worker=ADD),
    "cases_decision": Rights(web=KEEP, worker=KEEP),
    "reports_daily": Rights(web=READ, worker=KEEP, report=READ),
    "reports_countedstep": Rights(worker=ADD),
    "rights_datarequest": Rights(web=KEEP, worker=READ),
    "desk_savedview": Rights(web=ALL, worker=KEEP),  # goes over with the post
    "desk_handover": Rights(web=KEEP, worker=KEEP),
    "desk_handedover": Rights(web=KEEP, worker=ADD),
    "consents_consent": Rights(web=KEEP, worker=READ),
    "consents_signature": Rights(web=ADD),
    "consents_phonecode": Rights(web=KEEP),
    "eforms_draft": Rights(web=ALL, worker=ALL),  # forgotten by a job when its time is over
    "files_used_link": Rights(web=ADD, worker="SELECT, DELETE"),
    "files_stored_file": Rights(web=ALL, worker=ALL),  # a discarded draft takes its files along; the rest is swept
    "gateways_lookup": Rights(web=KEEP, worker=KEEP),
    "gateways_sourcehealth": Rights(web=KEEP, worker=KEEP),
    "waiting_waitingroom": Rights(web=KEEP, worker=READ),
    # what goes out
    "documents_document": Rights(web=KEEP, worker=KEEP),
    "documents_numberregister": Rights(web=KEEP, worker=KEEP),
    "notices_message": Rights(web=KEEP, worker=KEEP),
    "notices_attempt": Rights(web=KEEP, worker=KEEP),
    "notices_printbatch": Rights(web=ALL, worker=KEEP),
    "notices_printitem": Rights(web=ALL, worker=ALL),
    # what Django keeps about itself
    "django_migrations": Rights(web=READ, worker=READ, audit=READ),
    "django_content_type": Rights(web=READ, worker=READ, audit=READ),
}

FUNCTIONS: dict[str, tuple[str, ...]] = {
    "audit_append": ("guitai_web", "guitai_worker", "guitai_audit"),
    "audit_entries": ("guitai_web",),
    "audit_looks": ("guitai_web",),
    "audit_is_open": ("guitai_web",),
}
