"""What every stored field says about a person, how long it stays, and what erasing a person does to it.

A field of a model of ours stands in exactly one of the two tables below, or a test fails; numbers, times, choices and
links to other rows say nothing by themselves. What `erased` says is done by guitai/rights/holdings.py; a test compares.
"""

from dataclasses import dataclass

NOTHING_ENDS_IT = "no end yet"
CASE = "with the case; ended as services/tw/retention.yaml says"
DRAFT = "60 days without a touch, or until sent or discarded"
STAYS = "stays: needed to account for what was done"
GOES = "emptied"
WITH_ROW = "row deleted"
DESTROYED = "unreadable: its key is destroyed"
REFERENCES = "keeps the reference, which then names nobody"


@dataclass(frozen=True)
class Personal:
    holds: str
    kept: str
    erased: str
    how: str = ""  # where the kind of field does not say it


KEYED_HASH = "keyed hash"
ENCRYPTED_BY_ALLAUTH = "secret of one-time codes encrypted (AES-256-GCM)"

FIELDS: dict[str, Personal] = {
    "core.SubjectKey.subject": Personal("whose key", NOTHING_ENDS_IT, REFERENCES),
    "core.SubjectKey.wrapped": Personal(
        "the key of this person's values at one agency", NOTHING_ENDS_IT, "destroyed", "encrypted (key of the agency)"
    ),
    "accounts.Account.email": Personal("sign-in address", NOTHING_ENDS_IT, "replaced by a nameless address"),
    "accounts.Account.name": Personal("name of an official", NOTHING_ENDS_IT, "stays: letters name who is responsible"),
    "accounts.Account.password": Personal("password", NOTHING_ENDS_IT, GOES, "Argon2 hash"),
    "accounts.FormerPassword.hashed": Personal(
        "the last three passwords", "until three newer ones", WITH_ROW, "Argon2 hash"
    ),
    "accounts.SignInLock.key": Personal(
        "name or address that failed to sign in", "until the lock has passed", WITH_ROW, KEYED_HASH
    ),
    "accounts.Agency.head_name": Personal("name of an agency's head", NOTHING_ENDS_IT, "stays: public office"),
    "accounts.Person.name": Personal("name", NOTHING_ENDS_IT, GOES),
    "accounts.Person.born": Personal("date of birth", NOTHING_ENDS_IT, GOES),
    "accounts.Person.email": Personal("e-mail address", NOTHING_ENDS_IT, GOES),
    "accounts.Person.phone": Personal("telephone", NOTHING_ENDS_IT, GOES),
    "accounts.Person.postal_address": Personal("postal address", NOTHING_ENDS_IT, GOES),
    "accounts.PersonNumber.number": Personal("national or resident number", NOTHING_ENDS_IT, GOES),
    "accounts.PersonNumber.number_index": Personal("the same, to be found by", NOTHING_ENDS_IT, GOES),
    "accounts.BindingCode.code_hash": Personal("code that proves identity", NOTHING_ENDS_IT, GOES, KEYED_HASH),
    "accounts.LetterRequest.number": Personal("number stated for a code by letter", NOTHING_ENDS_IT, GOES),
    "accounts.LetterRequest.number_index": Personal("the same, to be found by", NOTHING_ENDS_IT, GOES),
    "accounts.LetterRequest.name": Personal("name stated", NOTHING_ENDS_IT, GOES),
    "accounts.LetterRequest.born": Personal("date of birth stated", NOTHING_ENDS_IT, GOES),
    "account.EmailAddress.email": Personal("sign-in address", NOTHING_ENDS_IT, WITH_ROW),
    "mfa.Authenticator.data": Personal("second factor", "until removed by its owner", WITH_ROW, ENCRYPTED_BY_ALLAUTH),
    "usersessions.UserSession.ip": Personal("network address of a session", "while the session lives", WITH_ROW),
    "usersessions.UserSession.user_agent": Personal("browser of a session", "while the session lives", WITH_ROW),
    "consents.Consent.subject": Personal("whose data", NOTHING_ENDS_IT, REFERENCES),
    "consents.Consent.given_by": Personal("who consented", NOTHING_ENDS_IT, REFERENCES),
    "consents.Consent.text": Personal("the words of the consent; no values", NOTHING_ENDS_IT, STAYS),
    "consents.Consent.representative": Personal("who acts for the person", NOTHING_ENDS_IT, REFERENCES),
    "consents.Consent.representative_name": Personal("name of who acts for the person", NOTHING_ENDS_IT, STAYS),
    "consents.Consent.relation": Personal("what they are to each other", NOTHING_ENDS_IT, GOES),
    "consents.Signature.subject": Personal("whose consent it shows", NOTHING_ENDS_IT, REFERENCES),
    "consents.Signature.strokes": Personal("signature as it was drawn", NOTHING_ENDS_IT, DESTROYED),
    "consents.Signature.image": Personal("picture of the signature", NOTHING_ENDS_IT, DESTROYED),
    "consents.Signature.place": Personal("where it was signed", NOTHING_ENDS_IT, DESTROYED),
    "consents.Signature.address": Personal("network address it was signed from", NOTHING_ENDS_IT, DESTROYED),
    "consents.Signature.device": Personal("browser it was signed with", NOTHING_ENDS_IT, DESTROYED),
    "consents.Signature.phone": Personal("telephone that a code went to", NOTHING_ENDS_IT, DESTROYED),
    "consents.Signature.witnesses": Personal("names and signatures of witnesses", NOTHING_ENDS_IT, DESTROYED),
    "consents.Signature.witness_name": Personal("official before whom it was signed", NOTHING_ENDS_IT, STAYS),
    "consents.PhoneCode.subject": Personal("who was to agree", NOTHING_ENDS_IT, REFERENCES),
    "consents.PhoneCode.phone_index": Personal("telephone that a code went to", NOTHING_ENDS_IT, GOES, "blind index"),
    "consents.PhoneCode.code_hash": Personal("the code", NOTHING_ENDS_IT, GOES, KEYED_HASH),
    "files.StoredFile.name": Personal("file name as it was sent", "as its draft or case", WITH_ROW),
    "files.StoredFile.owner": Personal("who sent it", "as its draft or case", WITH_ROW),
    "files.StoredFile.wrapped_key": Personal(
        "key of the file", "as its draft or case", "deleted: the file is unreadable", "encrypted"
    ),
    "eforms.Draft.owner": Personal("whose draft", DRAFT, WITH_ROW),
    "eforms.Draft.answers": Personal("what was answered", DRAFT, WITH_ROW),
    "eforms.Draft.pending": Personal("what was typed and is not right yet", DRAFT, WITH_ROW),
    "eforms.Draft.known": Personal("what registers said", DRAFT, WITH_ROW),
    "gateways.Lookup.subject": Personal("about whom was asked", NOTHING_ENDS_IT, REFERENCES),
    "gateways.Lookup.owner": Personal("for whose matter was asked", NOTHING_ENDS_IT, REFERENCES),
    "gateways.Lookup.number_index": Personal("the number asked about", NOTHING_ENDS_IT, GOES),
    "gateways.Lookup.details_index": Personal("the bank account asked about", NOTHING_ENDS_IT, GOES, "blind index"),
    "gateways.Lookup.actor": Personal("who asked", NOTHING_ENDS_IT, STAYS),
    "gateways.Lookup.answer": Personal("what the register answered", NOTHING_ENDS_IT, DESTROYED),
    "documents.Document.addressee_ref": Personal("to whom", CASE, REFERENCES),
    "documents.Document.content": Personal("the whole letter", CASE, GOES),
    "documents.Document.missing_characters": Personal("code points of a name that no font has", CASE, STAYS),
    "notices.Message.person_ref": Personal("to whom", NOTHING_ENDS_IT, REFERENCES),
    "notices.Message.recipient": Personal("name, addresses, mobile number", NOTHING_ENDS_IT, GOES),
    "notices.Message.content": Personal("the words of the notice or text, a code among them", NOTHING_ENDS_IT, GOES),
    "notices.Message.sender": Personal("agency and name of the official responsible", NOTHING_ENDS_IT, STAYS),
    "notices.PrintItem.person_ref": Personal("to whom", NOTHING_ENDS_IT, REFERENCES),
    "notices.PrintItem.recipient": Personal("name and postal address", NOTHING_ENDS_IT, GOES),
    "notices.PrintItem.sender": Personal("agency and name of the official responsible", NOTHING_ENDS_IT, STAYS),
    "notices.PrintItem.code": Personal("code that proves identity", "from making a batch until its PDF is set", GOES),
    "work.WorkItem.subject": Personal("whose matter it is", CASE, REFERENCES),
    "work.Step.actor_words": Personal("who made the move, as others see it", CASE, STAYS),
    "work.Step.reasons": Personal("reasons written by an official", CASE, STAYS),
    "work.Message.author_words": Personal("who wrote, as others see it", CASE, STAYS),
    "work.Message.text": Personal("what officials and the applicant wrote to each other", CASE, GOES),
    "cases.Application.opened_by_words": Personal("who began it for the applicant", CASE, STAYS),
    "cases.Case.filed_by_words": Personal("who sent it for the applicant", CASE, STAYS),
    "cases.Case.sought_name": Personal("name of the applicant as searches fold it", CASE, GOES),
    "cases.Supplement.before": Personal("marked answers before they were corrected", CASE, GOES),
    "cases.Supplement.answers": Personal("corrected answers", CASE, GOES),
    "cases.Supplement.items": Personal("what is to be corrected, with reasons in own words", CASE, GOES),
    "cases.Supplement.why_again": Personal("reasons written by an official", CASE, STAYS),
    "cases.Supplement.extension_wanted": Personal("why the applicant needs more time", CASE, GOES),
    "cases.Supplement.allowed_why": Personal("reasons written by a supervisor", CASE, STAYS),
    "cases.Supplement.extension_answer": Personal("what an official answered to that", CASE, STAYS),
    "cases.Supplement.asked_by_words": Personal("who asked, as others see it", CASE, STAYS),
    "cases.GuardianRequest.guardian": Personal("who asks to act", NOTHING_ENDS_IT, REFERENCES),
    "cases.GuardianRequest.said": Personal(
        "number, name and birth date of the ward, what the paper says, the guardian's signature", NOTHING_ENDS_IT, GOES
    ),
    "cases.GuardianRequest.text": Personal("the consent as it was shown", NOTHING_ENDS_IT, GOES),
    "cases.GuardianRequest.why": Personal("reasons written by an official", NOTHING_ENDS_IT, GOES),
    "cases.PayoutLine.payee_name": Personal("who is paid", CASE, GOES),
    "cases.PayoutLine.account": Personal("account that is paid to", CASE, GOES),
    "cases.Application.applicant": Personal("whose application", CASE, REFERENCES),
    "cases.Case.applicant_name": Personal("name of the applicant", CASE, GOES),
    "cases.Case.answers": Personal("what was sent", CASE, GOES),
    "cases.Evidence.facts": Personal("what registers answered", CASE, GOES),
    "cases.Judgement.situation": Personal("the household as it was judged", CASE, DESTROYED),
    "cases.Judgement.answer": Personal("verdict and figures", CASE, DESTROYED),
    "cases.Decision.reasons": Personal("reasons of the decision", CASE, STAYS),
    "rights.DataRequest.person": Personal("who asked about her data", NOTHING_ENDS_IT, REFERENCES),
    "rights.DataRequest.words": Personal("what she asked", NOTHING_ENDS_IT, DESTROYED),
    "rights.DataRequest.answer": Personal("what the office answered", NOTHING_ENDS_IT, DESTROYED),
    "desk.HandOver.giver_words": Personal("post and name of an official", NOTHING_ENDS_IT, STAYS),
    "desk.HandOver.taker_words": Personal("post and name of an official", NOTHING_ENDS_IT, STAYS),
    "desk.HandOver.made_by_words": Personal("post and name of an official", NOTHING_ENDS_IT, STAYS),
    "desk.HandOver.remarks": Personal("what an official wrote to the successor", NOTHING_ENDS_IT, STAYS),
    "audit.Subject.subject": Personal("whose data were touched", "for ever: the chain has no gaps", REFERENCES),
    "cases.Case.subject": Personal("whose case", CASE, REFERENCES),
    "desk.HandedOver.subject": Personal("whose case went over", NOTHING_ENDS_IT, REFERENCES),
    "desk.HandedOver.words": Personal("case and name of its applicant", NOTHING_ENDS_IT, GOES),
    "audit.Entry.actor": Personal("who did it", "for ever: the chain has no gaps", REFERENCES),
    "audit.Entry.subject": Personal("whose data were touched", "for ever: the chain has no gaps", REFERENCES),
}

NOT_PERSONAL: dict[str, str] = {
    "waiting.WaitingRoom": "service_key title title_en",
    "core.KeyMark": "mark",
    "core.AgencyKey": "agency wrapped",
    "core.SubjectKey": "agency scope",
    "audit.Entry": "written_by verb thing purpose basis detail salt",
    "audit.Link": "digest",
    "audit.Checkpoint": "head root key signature",
    "audit.Stamp": "token",
    "audit.Closed": "why",
    "outbox.EventRow": "topic thing data",
    "outbox.Delivery": "subscriber last_error",
    "accounts.Agency": "code name name_en head_title address phone",
    "accounts.Unit": "name",
    "accounts.Post": "number title roles",
    "accounts.PostHolding": "since until",
    "accounts.StandIn": "since until appointed_by",
    "accounts.PersonNumber": "since until",
    "accounts.Binding": "proven_how bound_by ended_by",
    "accounts.BindingCode": "issued_by",
    "accounts.LetterRequest": "answer",
    "consents.Consent": "purpose services facts language text_sha256 until means capacity revoked_by",
    "consents.Signature": "means witness papers sha256",
    "consents.PhoneCode": "made_by",
    "files.StoredFile": "holder media_type sha256 original_sha256 scan found",
    "files.UsedLink": "once",
    "eforms.Draft": "form_key form_version files page_revisions",
    "gateways.Lookup": "source purpose basis_kind basis service gives thing",
    "gateways.SourceHealth": "source",
    "documents.NumberRegister": "agency_code word",
    "documents.Document": (
        "kind agency_code word thing_ref issued_on issued_by content_sha256 pdf_ref pdf_sha256 voided_by void_reason"
    ),
    "notices.Message": "kind channel thing_ref agency_code enclosure created_by status",
    "notices.Attempt": "status reason",
    "notices.PrintBatch": "agency_code created_by pdf_ref printed_by posted_by",
    "notices.PrintItem": "agency_code state",
    "work.WorkItem": "reference flow_key flow_version stage offices outcome agency_code",
    "work.Task": "stage role agency_code due_on taken_by done_by flow_key",
    "work.Step": "move from_stage to_stage actor",
    "work.Message": "author read_by",
    "reports.Daily": "day service_key office kind outcome channel filed_by",
    "rights.DataRequest": "asked_by about agency_code outcome answered_by",
    "desk.SavedView": "owner name query",  # no search: only filters are kept
    "desk.HandOver": "agency_code giver taker day made_by",
    "desk.HandedOver": "kind thing due_on went_to",
    "catalogue.Edition": "key digest files published_by",
    "cases.Application": "service_key consent opened_by capacity agency_code",
    "cases.Case": "reference filed_by channel",
    "cases.Evidence": "item source about gap",
    "cases.Judgement": "on digest rules verdict",
    "cases.Decision": "outcome award effective_on decided_by letter",
    "cases.Supplement": "state asked_by allowed_by due_on extended_on answered_by agency_code",
    "cases.GuardianRequest": "asked_by services papers until state decided_by consent",
    "cases.PayoutLine": "service_key agency_code month list_month",
}
