"""What a written decision must contain (行政程序法 §96), as a table."""

from collections.abc import Callable
from dataclasses import dataclass

from guitai.documents.terms import LetterContent, LetterIncomplete, Signing


@dataclass(frozen=True)
class Element:
    """One mandatory element: its name, the item of §96 I that asks for it, and how to see it in the letter."""

    name: str
    item: str
    present: Callable[[LetterContent], bool]


def _signed(content: LetterContent) -> bool:
    if content.signing == Signing.SEAL_ONLY:
        return bool(content.seal)
    return bool(content.seal and content.signed_title and content.signed_name)


def _says_it_is_a_decision(content: LetterContent) -> bool:
    return any("行政處分" in text for text in content.remedy)


def _remedy_is_whole(content: LetterContent) -> bool:
    """See method, term and authority; a missing one prolongs the term to one year (§98)."""
    text = "".join(content.remedy)
    return all(word in text for word in ("訴願", "次日", content.agency)) and ("30日" in text or "三十日" in text)


SECTION_96: tuple[Element, ...] = (
    Element("姓名", "1", lambda letter: bool(letter.addressee.strip())),
    Element("出生年月日", "1", lambda letter: bool(letter.born)),
    Element("性別", "1", lambda letter: bool(letter.sex)),
    Element("身分證統一號碼", "1", lambda letter: bool(letter.national_number)),
    Element("住居所", "1", lambda letter: bool(letter.address.strip())),
    Element("主旨", "2", lambda letter: bool(letter.subject.strip())),
    Element("事實", "2", lambda letter: bool(letter.facts)),
    Element("理由", "2", lambda letter: bool(letter.reasons)),
    Element("法令依據", "2", lambda letter: bool(letter.legal_basis)),
    Element("處分機關", "4", lambda letter: bool(letter.agency)),
    Element("首長署名、蓋章", "4", _signed),
    Element("發文字號", "5", lambda letter: bool(letter.number)),
    Element("發文年月日", "5", lambda letter: bool(letter.issued_on)),
    Element("表明其為行政處分", "6", _says_it_is_a_decision),
    Element("救濟方法、期間及受理機關", "6", _remedy_is_whole),
)


def missing(content: LetterContent) -> tuple[str, ...]:
    return tuple(f"{element.name}（§96 I {element.item}）" for element in SECTION_96 if not element.present(content))


def check(content: LetterContent) -> None:
    """Raise LetterIncomplete for a decision that lacks an element; other letters are free in form."""
    lacking = missing(content) if content.decision else ()
    if lacking:
        raise LetterIncomplete(lacking)
