"""Why anybody reads personal data here: one row for each way in. A way without a row may open nobody else's data.

The articles are of the 個人資料保護法 (I0050021); none of them has been verified by a lawyer yet.
"""

from guitai.audit.purposes import Kind, Purpose, Table, Use
from guitai.core.texts import Text

BY_DUTY = "I0050021 §15 I 1"  # 執行法定職務必要範圍內; verified: no
BY_CONSENT = "I0050021 §15 I 2"  # 經當事人同意; verified: no
BY_REQUEST = "I0050021 §10"  # 答覆查詢、提供閱覽; verified: no

PURPOSES = {
    "review": Purpose(Text("審查申請案", "handling an application"), BY_DUTY),
    "work_list": Purpose(Text("查找、分派待辦案件", "finding and sharing out cases"), BY_DUTY),
    "letters": Purpose(Text("製作、寄送公文與通知", "making and sending letters and notices"), BY_DUTY),
    "payment": Purpose(Text("辦理撥款", "paying out"), BY_DUTY),
    "counter": Purpose(Text("在櫃台確認身分、辦理委託", "confirming identity at the counter"), BY_DUTY),
    "guardians": Purpose(Text("審查監護證明", "checking the paper of a guardian"), BY_DUTY),
    "hand_over": Purpose(Text("職務交接", "handing work over"), BY_DUTY),
    "oversight": Purpose(Text("督導與稽核", "supervision and audit"), BY_DUTY),
    "upkeep": Purpose(Text("系統維護", "keeping the system running"), BY_DUTY),
    "represent": Purpose(Text("依授權代為辦理", "acting for you with your consent"), BY_CONSENT),
    "own": Purpose(Text("民眾辦理自己或家人的申請", "somebody's own or family's application"), BY_CONSENT),
    "identity": Purpose(Text("確認身分", "confirming identity"), BY_CONSENT),
    "progress": Purpose(Text("查詢案件進度", "asking where a case is"), BY_REQUEST),
    "disclosure": Purpose(Text("回覆您的個資使用紀錄", "answering who used your data"), BY_REQUEST),
    "rights": Purpose(Text("行使個資權利", "rights over one's own data"), BY_REQUEST),
    "question": Purpose(Text("向其他機關查證資料", "checking with another agency"), BY_DUTY),
    "investigation": Purpose(Text("依法調查", "an investigation under law"), BY_DUTY),
}


def _all(purpose: str, names: str, kind: Kind = Kind.PAGE) -> dict[str, Use]:
    return dict.fromkeys(names.split(), Use(purpose, kind))


ROUTES: dict[str, Use] = {
    # the desk
    **_all("work_list", "desk:home desk:work_list desk:search desk:assign desk:take_next desk:my_post"),
    **_all("work_list", "desk:save_view desk:forget_view desk:supplements"),
    **_all("review", "desk:case desk:take desk:move desk:write desk:supplement desk:supplement_preview"),
    **_all("review", "desk:supplement_take_back desk:supplement_time desk:second_request"),
    **_all("review", "desk:letter desk:one_letter desk:file desk:look desk:picture", Kind.FILE),
    **_all("letters", "desk:prints desk:mark_batch"),
    **_all("letters", "desk:make_batch desk:batch_pdf", Kind.PRINT),
    **_all("payment", "desk:payments desk:payment_list"),
    **_all("payment", "desk:payment_file", Kind.EXPORT),
    **_all("counter", "accounts:counter accounts:number desk:consents desk:end_consents"),
    **_all("guardians", "desk:guardians desk:guardian"),
    **_all("guardians", "desk:guardian_paper desk:guardian_picture", Kind.FILE),
    **_all("hand_over", "desk:hand_overs desk:hand_over desk:stand_ins desk:stand_in desk:withdraw_stand_in"),
    **_all("oversight", "desk:office desk:posts desk:post desk:audit desk:guide desk:statistics"),
    **_all("oversight", "desk:statistics_file", Kind.EXPORT),
    **_all("upkeep", "desk:system desk:start_again desk:deliver_again desk:move_clock"),
    # whoever acts for others, by consent
    **_all("represent", "cases:agent cases:agent_consent cases:agent_sign cases:mandate cases:slip cases:go_on"),
    **_all("represent", "cases:for cases:family cases:for_sign"),
    **_all("represent", "cases:guardian cases:guardian_sign cases:guardian_asked"),
    **_all("represent", "consents:consent consents:revoke consents:mine"),
    **_all("represent", "consents:record consents:signature consents:witness", Kind.FILE),
    # a person's own matter, or one she acts in
    **_all("own", "cases:start cases:check cases:discard cases:consent_anew cases:page cases:case cases:received"),
    **_all("own", "cases:revoke cases:supplement cases:supplement_time cases:withdraw cases:messages cases:appeal"),
    **_all("own", "cases:one_letter cases:letter", Kind.FILE),
    **_all("own", "portal:my_page"),
    **_all("disclosure", "portal:my_lookups"),
    **_all("disclosure", "api:find_usage", Kind.API),
    # the rights over one's own data, and the office that answers
    **_all("rights", "rights:data rights:copy rights:correct rights:stop rights:erase rights:requests rights:request"),
    **_all("rights", "rights:copy_file", Kind.EXPORT),
    **_all("progress", "cases:where"),
    **_all("identity", "accounts:prove accounts:letter"),
}

# These show nobody's data, or only what the visitor types or has; a look at anybody else's is refused there.
NOBODYS = frozenset(
    {
        *("portal:home", "portal:services", "portal:service", "portal:trial"),
        *("portal:accessibility", "portal:privacy", "portal:contact"),
        *("api:usage_period", "api:heartbeat"),
        *("core:health", "desk:waiting_rooms"),
        *("core:kit", "core:kit_desk", "set_language", "demo:people", "demo:sign_in"),
    }
)

JOBS: dict[str, Use] = {
    **_all("review", "cases.assess cases.look_again cases.supplements_due", Kind.JOB),
    **_all("review", "cases.remind_of_supplement cases.end_supplement", Kind.JOB),
    **_all("payment", "cases.list_payouts", Kind.JOB),
    **_all("letters", "notices.send_mail notices.send_text notices.set_batch notices.sweep", Kind.JOB),
    **_all("letters", "documents.render", Kind.JOB),
    **_all("identity", "identity.confirm_letter", Kind.JOB),
    **_all("hand_over", "desk.keep_hands_right", Kind.JOB),
    **_all("rights", "rights.forget", Kind.JOB),
    **_all(
        "upkeep",
        "eforms.forget_old_drafts files.sweep files.look_at_waiting accounts.sweep_locks accounts.clear_sessions",
        Kind.JOB,
    ),
    **_all("upkeep", "files.look_at_waiting waiting.tell", Kind.JOB),
    **_all("upkeep", "outbox.deliver outbox.take_up_stalled outbox.clear_away", Kind.JOB),
    # who hears of events, each by its own name
    **_all("identity", "guitai.config.identity_by_letter.on_code_by_letter", Kind.JOB),
    **_all(
        "letters", "guitai.config.binding_notices.on_bound guitai.config.binding_notices.on_binding_ended", Kind.JOB
    ),
    **_all("letters", "guitai.config.consent_notices.on_given guitai.config.consent_notices.on_revoked", Kind.JOB),
    **_all("letters", "guitai.config.guardian_notices.on_decided", Kind.JOB),
    **_all("review", "guitai.cases.jobs.on_submitted", Kind.JOB),
    **_all("oversight", "guitai.reports.jobs.on_cases", Kind.JOB),
}

COMMANDS: dict[str, Use] = {
    **_all("upkeep", "services reports audit agencies demo keys erase", Kind.COMMAND),
}

TABLE = Table(PURPOSES, ROUTES, JOBS, COMMANDS)
