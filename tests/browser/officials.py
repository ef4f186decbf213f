"""An official at her desk: signs in, finds the case in the work list, takes it, makes a move."""

from dataclasses import dataclass
from pathlib import Path

import pypdfium2

from tests.browser.citizens import sign_in
from tests.browser.looking import look, press
from tests.browser.visitor import Visitor

COUNTY = "10007-SW"


@dataclass
class Official:
    visitor: Visitor

    def look(self, name: str) -> None:
        look(self.visitor, f"desk-{name}", self.visitor.width)

    def open(self, reference: str) -> None:
        """From the work list to the case."""
        self.visitor.go("/desk/work/")
        press(self.visitor.page.get_by_role("link", name=reference))

    def take(self) -> None:
        press(self.visitor.page.locator("form[action$='/take/'] button"))

    def move(self, key: str) -> None:
        """Open the move, leave the reasons as they are proposed, press its button."""
        page = self.visitor.page
        form = page.locator(f"form[action$='/moves/{key}/']")
        if not form.is_visible():
            page.locator("details", has=form).locator("summary").click()
        press(form.locator("button"))
        assert "/desk/work/" in page.url, page.locator("main").inner_text()

    def download(self, link: str, folder: Path) -> Path:
        """Answer where the file lies that the link leads to."""
        with self.visitor.page.expect_download() as awaited:
            self.visitor.page.locator(f"main a[href$='{link}']").first.click()
        path = folder / awaited.value.suggested_filename
        awaited.value.save_as(path)
        return path


def official(visitor: Visitor, post: str, agency: str = COUNTY) -> Official:
    """``official(visit(), "review", "10007010")`` is signed in at her own post."""
    sign_in(visitor, f"{post}.{agency.lower()}@office.example")
    return Official(visitor)


def text_of(pdf: Path) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()
