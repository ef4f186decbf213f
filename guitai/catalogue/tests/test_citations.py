import pytest
from django.utils.translation import override

from guitai.catalogue.citations import cite, cite_for_reader
from guitai.catalogue.terms import LawReference

LAWS = (
    LawReference("國民年金法", "D0050152", "§12"),
    LawReference("國民年金法施行細則", "D0050167", "§13"),
    LawReference("社會救助法", "D0050078", "§5-1"),
)


@pytest.mark.parametrize(
    ("because", "words"),
    [
        ("D0050152 §7", "國民年金法第7條"),
        ("D0050152 §12 ①", "國民年金法第12條第1款"),
        ("D0050152 §12 ②(1)", "國民年金法第12條第2款第1目"),
        ("D0050167 §13 II 3", "國民年金法施行細則第13條第2項第3款"),
        ("D0050167 §13 I 1", "國民年金法施行細則第13條第1項第1款"),
        ("D0050078 §5-1", "社會救助法第5條之1"),
        ("D0050078 §5-3 I", "社會救助法第5條之3第1項"),
        ("A0030055 §96", "A0030055第96條"),
        ("縣府公告", "縣府公告"),
        ("", ""),
    ],
)
def test_a_citation_reads_as_officials_write_it(because: str, words: str) -> None:
    assert cite(because, LAWS) == words


@pytest.mark.parametrize(
    ("because", "words"),
    [
        ("D0050152 §12 ②(1)", "National Pension Act, Article 12, Subparagraph 2, Item 1"),
        ("D0050152 §5-3 I", "National Pension Act, Article 5-3, Paragraph 1"),
        ("D0050167 §13 II 3", "國民年金法施行細則第13條第2項第3款"),
        ("縣府公告", "縣府公告"),
    ],
)
def test_a_reader_of_english_gets_the_law_in_english_where_it_has_a_name(because: str, words: str) -> None:
    laws = (LawReference("國民年金法", "D0050152", "§12", name_en="National Pension Act"), *LAWS[1:])
    with override("en"):
        assert cite_for_reader(because, laws) == words
        assert cite("D0050152 §7", laws) == "國民年金法第7條", "letters stay Chinese"
