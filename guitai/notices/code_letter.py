"""The words of the letter that carries a code for proving identity.

They name neither the number nor anything else that a finder of the letter could use.
"""

from datetime import date
from typing import Any

from guitai.core import rocdate

TITLE = "身分驗證碼通知"
HAPPENED = "有人以您的姓名及出生日期，在本府線上申辦系統申請確認身分。為了確認是您本人，我們把驗證碼寄到您的戶籍地址。"
TO_DO = (
    "是您本人申請的：請登入系統，輸入下方的驗證碼。\n"
    "不是您申請的：請不要把驗證碼告訴任何人，並以電話通知承辦人。驗證碼到期後自動失效。"
)


def words(*, code: str, expires: date, name: str, sender: dict[str, str]) -> dict[str, Any]:
    return {
        "title": TITLE,
        "greeting": f"{name} 您好：",
        "sections": [
            ["發生什麼事", HAPPENED],
            ["您需要做什麼", TO_DO],
            ["期限", f"請於{rocdate.roc_full(expires)}以前使用。"],
            ["承辦人", f"{sender['agency_name']} {sender['responsible']}，電話：{sender['phone']}"],
        ],
        "code": code,
        "enclosed": False,
    }
