"""Tables of documents: what was issued, and the registers it is numbered from."""

from guitai.documents.models.document import Document
from guitai.documents.models.register import NumberRegister

__all__ = ["Document", "NumberRegister"]
