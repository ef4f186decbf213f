"""Letters put together into one PDF for the printer."""

import io

import pypdfium2

MOST_PAGES = 100  # what one stored file may have


class Stack:
    """Every part begins on a new sheet, so that printing on both sides mixes nobody's letters."""

    def __init__(self) -> None:
        self._whole = pypdfium2.PdfDocument.new()

    @property
    def pages(self) -> int:
        return len(self._whole)

    def add(self, parts: list[bytes]) -> bool:
        """Put the parts on the stack together; answers False, changing nothing, if there is nothing or no place."""
        documents = [pypdfium2.PdfDocument(part) for part in parts]
        wanted = sum(len(document) + len(document) % 2 for document in documents)
        fits = bool(documents) and self.pages + wanted <= MOST_PAGES
        for document in documents:
            if fits:
                self._append(document)
            document.close()
        return fits

    def close(self) -> bytes:
        out = io.BytesIO()
        self._whole.save(out)
        self._whole.close()
        return out.getvalue()

    def _append(self, document: pypdfium2.PdfDocument) -> None:
        self._whole.import_pages(document)
        if len(document) % 2:
            self._whole.new_page(*document.get_page_size(0)).close()
