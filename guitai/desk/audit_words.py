"""The audit in the auditor's words: what each verb means, and who an account is."""

from dataclasses import dataclass
from datetime import datetime

from guitai.accounts import queries as accounts
from guitai.accounts.models import Account
from guitai.audit.terms import EntryView
from guitai.core.texts import Text
from guitai.desk.audit_names import Known, known

VERBS = {
    "accounts.account_opened": Text("開立帳號", "account opened"),
    "accounts.agencies_loaded": Text("載入機關", "agencies loaded"),
    "accounts.agency_described": Text("修改機關資料", "agency described"),
    "accounts.bound": Text("完成身分確認", "identity proven"),
    "accounts.code_issued": Text("核發確認碼", "code issued"),
    "accounts.code_wrong": Text("確認碼錯誤", "wrong code"),
    "accounts.contact_changed": Text("修改聯絡資料", "contact changed"),
    "accounts.letter_asked": Text("申請郵寄確認碼", "code by letter asked for"),
    "accounts.letter_refused": Text("不予郵寄確認碼", "code by letter refused"),
    "accounts.letter_spelled": Text("依戶籍更正寫法", "spelling taken from the register"),
    "accounts.level_raised": Text("提高身分確認等級", "level of proof raised"),
    "accounts.name_corrected": Text("依證件更正姓名", "name corrected from the card"),
    "accounts.number_changed": Text("變更身分證號", "number changed"),
    "accounts.password_set": Text("設定密碼", "password set"),
    "accounts.person_registered": Text("登錄民眾", "person registered"),
    "accounts.person_corrected": Text("依戶籍更正民眾資料", "person corrected from the register"),
    "accounts.post_assigned": Text("派任職務", "post assigned"),
    "accounts.post_changed": Text("修改職務", "post changed"),
    "accounts.post_opened": Text("設立職務", "post opened"),
    "accounts.sign_in_locked": Text("登入鎖定", "sign-in locked"),
    "accounts.signed_in": Text("登入", "signed in"),
    "accounts.stand_in_appointed": Text("指定職務代理人", "stand-in appointed"),
    "accounts.stand_in_changed": Text("變更職務代理人", "stand-in changed"),
    "accounts.stand_in_ended": Text("提前結束職務代理", "stand-in ended early"),
    "accounts.unbound": Text("解除身分綁定", "binding ended"),
    "keys.agency_rotated": Text("更換機關金鑰", "key of an agency changed"),
    "keys.master_rotated": Text("更換主金鑰", "master key changed"),
    "keys.shredded": Text("再次銷毀金鑰", "keys destroyed again"),
    "rights.answered": Text("答覆個資請求", "request about data answered"),
    "rights.asked": Text("提出個資請求", "request about data made"),
    "rights.erased": Text("刪除個資", "data erased"),
    "rights.forgotten": Text("保存期滿刪除", "erased, as no law keeps it"),
    "rights.stopped": Text("停止利用個資", "use of data stopped"),
    "cases.consent_replaced": Text("改依新的同意", "put on another consent"),
    "cases.letter_read": Text("下載公文", "letter read"),
    "cases.open": Text("開始申請", "application begun"),
    "cases.payment_list_read": Text("下載撥款清冊", "payment list downloaded"),
    "cases.payment_list_view": Text("檢視撥款清冊", "payment list viewed"),
    "cases.precheck": Text("受理前預先查詢", "looked at before any consent"),
    "cases.submit": Text("送出申請", "application sent"),
    "cases.view": Text("檢視案件", "case viewed"),
    "cases.view_file": Text("檢視附件", "attachment viewed"),
    "catalogue.publish": Text("發布服務", "service published"),
    "waiting.set": Text("設定等候室", "waiting room set"),
    "clock.move": Text("調整展示時間", "demo clock moved"),
    "cases.card_differs": Text("輸入的證件與登記不符", "typed a card that does not fit"),
    "consent.card_differs": Text("證件與登記不符，未顯示同意", "card did not fit, no consent shown"),
    "consent.code_confirmed": Text("輸入簡訊驗證碼", "code from the telephone typed in"),
    "consent.code_made": Text("產生簡訊驗證碼", "code for the telephone made"),
    "consent.code_wrong": Text("簡訊驗證碼錯誤", "wrong code from the telephone"),
    "consent.given": Text("給予同意", "consent given"),
    "consent.listed_at_counter": Text("在櫃台查看有效的同意", "consents in force shown at the counter"),
    "consent.receipt_read": Text("下載授權紀錄", "record of a consent downloaded"),
    "consent.revoked": Text("收回同意", "consent taken back"),
    "consent.revoked_at_counter": Text(
        "在櫃台依本人意思收回同意", "consent taken back at the counter, on the person's wish"
    ),
    "data.read": Text("查看個人資料", "personal data read"),
    "desk.hand_over": Text("業務移交", "work handed over"),
    "desk.hand_over_planned": Text("排定業務移交", "hand-over planned"),
    "desk.search_number": Text("以身分證號查找案件", "case looked for by identity number"),
    "documents.issue": Text("發文", "letter issued"),
    "documents.void": Text("註銷公文", "letter voided"),
    "draft.discarded": Text("捨棄草稿", "draft discarded"),
    "draft.forgotten": Text("草稿逾期刪除", "old draft deleted"),
    "draft.opened": Text("建立草稿", "draft opened"),
    "draft.prefilled": Text("帶入機關資料", "draft prefilled"),
    "draft.saved": Text("儲存草稿", "draft saved"),
    "file.claimed": Text("附件歸入案件", "file joined to a case"),
    "file.deleted": Text("刪除附件", "file deleted"),
    "file.infected": Text("附件含病毒，不交付", "virus found in a file"),
    "file.stored": Text("上傳附件", "file stored"),
    "gateway.answered": Text("機關回復查詢", "register answered"),
    "gateway.asked": Text("向機關查詢", "register asked"),
    "gateway.not_answered": Text("機關未回復", "register did not answer"),
    "gateway.not_asked": Text("無依據，未查詢", "not asked for want of a basis"),
    "gateway.reused": Text("沿用先前查得資料", "earlier answer used again"),
    "notices.code_by_letter": Text("郵寄確認碼排入列印", "code by letter queued"),
    "guardians.accepted": Text("認可監護證明", "guardian accepted"),
    "guardians.asked": Text("監護人請求代辦", "guardian asked to act"),
    "guardians.refused": Text("不認可監護證明", "guardian not accepted"),
    "guardians.view": Text("檢視監護人請求", "request of a guardian viewed"),
    "guardians.view_paper": Text("檢視監護證明", "paper of a guardian viewed"),
    "notices.make_batch": Text("製作列印批次", "print batch made"),
    "notices.mark_posted": Text("登記已寄出", "batch posted"),
    "notices.mark_printed": Text("登記已列印", "batch printed"),
    "notices.print": Text("改以紙本通知", "printed instead"),
    "notices.send": Text("通知", "notice sent"),
    "notices.send_text": Text("簡訊", "text message sent"),
    "notices.send_again": Text("重寄通知", "notice sent again"),
    "outbox.replay": Text("重新遞送", "delivery replayed"),
    "outbox.start_again": Text("重新執行工作", "job started again"),
    "supplements.allowed": Text("同意再次補件", "second request allowed"),
    "supplements.answered": Text("已補件", "corrections sent"),
    "supplements.asked": Text("通知補件", "corrections asked for"),
    "supplements.more_time_declined": Text("不同意補件延期", "more time to correct declined"),
    "supplements.more_time_given": Text("補件延期", "more time to correct given"),
    "supplements.more_time_wanted": Text("申請補件延期", "more time to correct wanted"),
    "supplements.not_allowed": Text("不同意再次補件", "second request not allowed"),
    "supplements.proposal_taken_back": Text("收回再次補件", "second request taken back"),
    "supplements.proposed": Text("擬再次補件", "second request proposed"),
    "work.assign": Text("分派案件", "case assigned"),
    "work.message": Text("留言", "message written"),
    "work.take": Text("承辦案件", "case taken"),
}
STEP = Text("案件步驟", "step of a case")
KINDS = {
    "account": Text("帳號", "account"),
    "agency": Text("機關", "agency"),
    "batch": Text("批次", "batch"),
    "case": Text("案件", "case"),
    "consent": Text("同意", "consent"),
    "phone_code": Text("簡訊驗證碼", "code for the telephone"),
    "document": Text("公文", "letter"),
    "draft": Text("草稿", "draft"),
    "file": Text("附件", "file"),
    "guardian_request": Text("監護人請求", "request of a guardian"),
    "hand_over": Text("業務移交", "hand-over"),
    "job": Text("工作", "job"),
    "letter_request": Text("郵寄申請", "letter request"),
    "notice": Text("通知", "notice"),
    "payment_list": Text("撥款清冊", "payment list"),
    "person": Text("民眾", "person"),
    "post": Text("職務", "post"),
    "precheck": Text("預先查詢", "first look"),
    "service": Text("服務", "service"),
    "several": Text("多筆資料", "several things"),
    "system": Text("系統", "system"),
}
SHORT = 14  # a case number whole; of longer references what tells them apart


@dataclass(frozen=True)
class AuditLine:
    """One record as the auditor reads it; ``raw`` holds verb and actor as they are stored and searched."""

    id: int
    at: datetime
    who: str
    what: Text
    thing: str
    subject: str
    ground: str
    raw: str


def lines(entries: list[EntryView]) -> list[AuditLine]:
    """Answer the records with accounts by name; each account is asked for once."""
    keys = known()
    names = {ref: _name(ref, keys) for ref in {entry.actor for entry in entries}}
    return [
        AuditLine(
            id=entry.id,
            at=entry.at,
            who=names[entry.actor],
            what=words_of(entry.verb, keys),
            thing=_thing(entry.thing, keys),
            subject=_thing(entry.subject, keys),
            ground=keys.ground(entry.purpose, entry.basis),
            raw=f"{entry.actor} {entry.verb} {entry.thing} {entry.subject}",
        )
        for entry in entries
    ]


def words_of(verb: str, keys: Known | None = None) -> Text:
    """Answer what the verb means; a move of a flow is a step, by its own name."""
    found = VERBS.get(verb)
    if found or not verb.startswith("work."):
        return found or Text(verb)
    key = verb.removeprefix("work.")
    move = keys.moves.get(key, Text(key)) if keys else Text(key)
    return Text(f"{STEP.zh}：{move.zh}", f"{STEP.en}: {move.en}")


def _thing(ref: str, keys: Known) -> str:
    """Answer ``case:ABCD-EFGH-JKLM`` as 案件 ABCD-EFGH-JKLM; whole references stand in the title."""
    kind, _colon, key = ref.partition(":")
    if kind not in KINDS or kind == "system":  # which of our programs it was is nobody's matter
        return str(KINDS.get(kind, ref))
    title = keys.services.get(key) if kind == "service" else None
    return f"{KINDS[kind]} {title or key[:SHORT]}"


def _name(ref: str, keys: Known) -> str:
    if not ref.startswith("account:"):
        return _thing(ref, keys)
    try:
        return accounts.account(ref).name or _thing(ref, keys)
    except Account.DoesNotExist:
        return _thing(ref, keys)
