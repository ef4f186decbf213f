"""What people read: a sentence of their own language that says what to do."""

import pytest
from django.utils import translation

from guitai.eforms import pages, summary
from guitai.eforms.terms import Answer
from guitai.eforms.tests.sample import RIGHT, TODAY, every_type
from guitai.files import pictures
from guitai.files.tests.pictures import blurred_picture

FORM = every_type()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"born-day": ["31"]}, "那個月沒有這一天，請看看日期對不對。"),
        ({"born-year": [""]}, "還沒填年。"),
        ({"pay": ["三萬六"]}, "金額請用數字填整數，例如 36000。"),
        ({"full_name": [""]}, "請填「full_name」。"),
        ({"email": ["x"]}, "這不是電子郵件地址，請填像 name@example.com 這樣。"),
    ],
)
def test_a_mistake_is_explained_in_plain_chinese(typed: dict[str, list[str]], words: str) -> None:
    with translation.override("zh-hant"):
        bound = pages.bind(FORM.page("p1"), {}, data=RIGHT | typed, today=TODAY)

    assert [problem.words for problem in bound.problems] == [words]


def test_a_blurred_photo_says_how_to_take_it_again() -> None:
    with translation.override("zh-hant"):
        assert pictures.check(blurred_picture()) == ["照片有點糊，請拿穩手機，在亮處再拍一次。"]


def test_the_page_to_check_reads_like_speech() -> None:
    answers: dict[str, Answer] = {
        "full_name": "王小明",
        "number": "A123456789",
        "born": "1958-02-03",
        "pay": "unknown",
        "children": 2,
        "situation": ["student", "soldier"],
        "works": True,
        "year": 1958,
        "lives_at": {"county": "彰化縣", "town": "鹿港鎮", "detail": "中山路1號"},
    }
    with translation.override("zh-hant"):
        rows = {row.question_key: row.words for row in summary.rows(FORM, answers, today=TODAY)[0].rows}

    assert rows["born"] == "47年2月3日（西元 1958 年）"
    assert rows["year"] == "民國 47 年（西元 1958 年）"
    assert rows["pay"] == "不知道"
    assert rows["situation"] == "Student、Soldier"
    assert rows["works"] == "是"
    assert rows["lives_at"] == "彰化縣鹿港鎮中山路1號"
    assert rows["email"] == "沒有填"
    assert "123456" not in rows["number"]
