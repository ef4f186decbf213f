"""What the page sends as a signature is believed only when it can be one."""

import contextlib
import io
import json
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from guitai.consents import strokes
from guitai.consents.terms import Point, StrokesRefused
from guitai.consents.tests.given import CROSS, DRAWN

NAME = "[[[10,10,0,0.5],[120,40,90,0.6],[60,90,180,0.4]],[[130,20,400,0.5],[140,95,520,0.7]]]"
# a busy machine is no fault of the strokes
patient = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=6) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=40,
)
across = st.floats(-9_999, 9_999, allow_nan=False)
points = st.tuples(across, across, st.floats(0, 3e6), st.floats(0, 1)).map(list)
drawings = st.lists(st.lists(points, min_size=2, max_size=20), min_size=1, max_size=5)


def test_a_signature_is_read_with_place_time_and_pressure() -> None:
    assert strokes.read(NAME) == DRAWN


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "[]",
        "[[]]",
        "[[],[]]",
        "null",
        "{}",
        '"x"',
        "NaN",
        "[[[NaN,0],[90,90]]]",
        "[[[Infinity,0],[90,90]]]",
        "[[[1e999,0],[90,90]]]",
        "[[[0,0],[10001,0]]]",
        "[[[0,0,-1],[90,90,5]]]",
        "[[[0,0,0,2],[90,90,5,0]]]",
        '[[["0","0"],["90","90"]]]',
        "[[[true,false],[90,90]]]",
        "[[[0],[90]]]",
        "[[[0,0,0,0,0],[90,90,0,0,0]]]",
        '[[{"x":0,"y":0},{"x":90,"y":90}]]',
        "[[[0,0],[90,90]]",
        "[[[0,0],[1,1]]]",
        f"[[[0,0],[{'9' * 4000},0]]]",
        f"[[[0,0],[{'9' * 5000},0]]]",
        "[" * 50_000,
        "[[[0,0],[90,90]]]" + " " * 200_000,
        json.dumps([[[0, 0], [90, 90]]] * 301),
        json.dumps([[[0, 0]] * 8001]),
        "\x00",
        "[[[0,0],[90,90]]]; DROP TABLE consents_consent",
    ],
)
def test_what_is_no_signature_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(StrokesRefused) as refusal:
        strokes.read(text)

    assert len(str(refusal.value)) > 10


def test_a_cross_is_enough_for_a_mark_and_too_little_for_a_name() -> None:
    text = strokes.to_json(CROSS)

    assert strokes.read(text, mark=True) == CROSS
    with pytest.raises(StrokesRefused):
        strokes.read(text)


@patient
@given(anything)
def test_any_json_is_read_or_refused_and_nothing_else(raw: object) -> None:
    with contextlib.suppress(StrokesRefused):
        strokes.read(json.dumps(raw))


@patient
@given(st.text(max_size=300))
def test_any_text_is_read_or_refused_and_nothing_else(text: str) -> None:
    with contextlib.suppress(StrokesRefused):
        strokes.read(text)


@patient
@given(drawings)
def test_what_was_read_is_read_again_the_same(raw: list[list[list[float]]]) -> None:
    try:
        first = strokes.read(json.dumps(raw))
    except StrokesRefused:
        return

    assert strokes.read(strokes.to_json(first)) == first


@settings(patient, max_examples=15)
@given(drawings)
def test_every_signature_can_be_drawn_inside_its_picture(raw: list[list[list[float]]]) -> None:
    drawn = tuple(tuple(Point(*point) for point in stroke) for stroke in raw)

    picture = Image.open(io.BytesIO(strokes.to_png(drawn)))
    assert picture.size == (strokes.WIDTH, strokes.HEIGHT)
    tree = ET.fromstring(strokes.to_svg(drawn))  # noqa: S314 - what we have drawn ourselves
    for line in tree.iter("{http://www.w3.org/2000/svg}polyline"):
        for pair in str(line.get("points")).split():
            x, y = map(float, pair.split(","))
            assert 0 <= x <= strokes.WIDTH
            assert 0 <= y <= strokes.HEIGHT


def test_the_picture_shows_ink_and_carries_nothing_else() -> None:
    picture = Image.open(io.BytesIO(strokes.to_png(DRAWN)))

    assert picture.getextrema()[0] < 128  # type: ignore[operator]  # one band: a pair of numbers
    assert picture.info == {}


def test_a_single_touch_is_drawn_as_a_dot() -> None:
    assert "polyline" in strokes.to_svg(((Point(5, 5),),))
    assert strokes.to_png(((Point(5, 5),),))
    assert "polyline" not in strokes.to_svg(())
