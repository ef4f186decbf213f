"""Every write of accounts: one function, one transaction, one record in the audit."""

from guitai.accounts.actions.agencies import (
    appoint_stand_in,
    assign_post,
    describe_agency,
    load_agencies,
    open_post,
)
from guitai.accounts.actions.binding import bind, bind_by_code, unbind
from guitai.accounts.actions.codes import (
    ask_for_letter,
    give_out_at_counter,
    issue_binding_code,
    issue_letter_code,
    refuse_letter,
    spell_as_registered,
)
from guitai.accounts.actions.locks import sweep_locks
from guitai.accounts.actions.people import (
    change_number,
    correct_from_card,
    correct_from_register,
    register_person,
    update_contact,
)
from guitai.accounts.actions.signing_in import open_account, record_sign_in
from guitai.accounts.actions.standing_in import end_stand_in, pass_stand_in_on

__all__ = [
    "appoint_stand_in",
    "ask_for_letter",
    "assign_post",
    "bind",
    "bind_by_code",
    "change_number",
    "correct_from_card",
    "correct_from_register",
    "describe_agency",
    "end_stand_in",
    "give_out_at_counter",
    "issue_binding_code",
    "issue_letter_code",
    "load_agencies",
    "open_account",
    "open_post",
    "pass_stand_in_on",
    "record_sign_in",
    "refuse_letter",
    "register_person",
    "spell_as_registered",
    "sweep_locks",
    "unbind",
    "update_contact",
]
