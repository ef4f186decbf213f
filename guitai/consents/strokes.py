"""What was drawn by hand: read from the page with distrust, kept as numbers, drawn again as a picture."""

import io
import json
import math
from itertools import pairwise

from django.utils.translation import gettext as _
from PIL import Image, ImageDraw

from guitai.consents.terms import Point, Stroke, Strokes, StrokesRefused

LONGEST = 200_000  # characters of JSON
MOST_STROKES = 300
MOST_POINTS = 8_000
SIDE = 10_000.0  # no glass is larger; in CSS pixels
HOUR = 3_600_000.0  # milliseconds
RANGES = ((-SIDE, SIDE), (-SIDE, SIDE), (0.0, HOUR), (0.0, 1.0))  # x, y, t, pressure
PLACE_ONLY = 2  # a device without clock or pressure sends x and y
LEAST_INK = 60.0  # a name is longer than a touch; shorter lines are a slip of the finger
LEAST_INK_OF_MARK = 10.0  # a cross may be small
WIDTH, HEIGHT, MARGIN = 600, 200, 16
PEN = 4.0


def read(text: str, *, mark: bool = False) -> Strokes:
    """Answer what was drawn; raises StrokesRefused for nothing, for too little, and for what no pad sends."""
    if len(text) > LONGEST:
        raise StrokesRefused(_("The signature is too long to keep. Clear it and sign once more."))
    if not text.strip():
        raise StrokesRefused(_("Nobody has signed yet. Sign in the box, or choose another way below it."))
    strokes = _checked(_parsed(text))
    if not strokes:
        raise StrokesRefused(_("Nobody has signed yet. Sign in the box, or choose another way below it."))
    if ink(strokes) < (LEAST_INK_OF_MARK if mark else LEAST_INK):
        raise StrokesRefused(_("This is too short for a signature. Clear it and sign with your whole name."))
    return strokes


def ink(strokes: Strokes) -> float:
    """Answer how long the drawn lines are together."""
    return sum(math.dist((a.x, a.y), (b.x, b.y)) for stroke in strokes for a, b in pairwise(stroke))


def to_lists(strokes: Strokes) -> list[list[list[float]]]:
    """Answer the strokes as they are kept and as the page draws them again."""
    return [[[point.x, point.y, point.t, point.pressure] for point in stroke] for stroke in strokes]


def to_json(strokes: Strokes) -> str:
    return json.dumps(to_lists(strokes), separators=(",", ":"))


def to_svg(strokes: Strokes) -> str:
    """Answer a drawing that holds numbers only, so nothing in it can run."""
    lines = "".join(_svg_line(stroke) for stroke in _fitted(strokes))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">'
        f'<g fill="none" stroke="#1a262d" stroke-width="{PEN}" stroke-linecap="round" stroke-linejoin="round">'
        f"{lines}</g></svg>"
    )


def to_png(strokes: Strokes) -> bytes:
    """Answer the drawing as a small grey picture on white."""
    double = 2  # drawn twice as large and reduced: smooth lines
    image = Image.new("L", (WIDTH * double, HEIGHT * double), 255)
    pen = ImageDraw.Draw(image)
    for stroke in _fitted(strokes):
        for a, b in pairwise(stroke if len(stroke) > 1 else stroke * 2):
            width = round(double * PEN * (0.6 + 0.8 * (b.pressure or 0.5)))
            pen.line([(a.x * double, a.y * double), (b.x * double, b.y * double)], fill=30, width=width)
            _dot(pen, b.x * double, b.y * double, width / 2)
    out = io.BytesIO()
    image.resize((WIDTH, HEIGHT)).save(out, "PNG", optimize=True)
    return out.getvalue()


def _parsed(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as broken:
        raise _broken() from broken


def _checked(raw: object) -> Strokes:
    if not isinstance(raw, list) or len(raw) > MOST_STROKES or not all(isinstance(each, list) for each in raw):
        raise _broken()
    if sum(len(each) for each in raw) > MOST_POINTS:
        raise StrokesRefused(_("The signature is too long to keep. Clear it and sign once more."))
    return tuple(tuple(_point(point) for point in stroke) for stroke in raw if stroke)


def _point(raw: object) -> Point:
    if not isinstance(raw, list) or not PLACE_ONLY <= len(raw) <= len(RANGES):
        raise _broken()
    for value, (least, most) in zip(raw, RANGES, strict=False):
        # comparing refuses NaN and infinity too, and never turns an endless integer into a float
        if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
            raise _broken()
    return Point(*(round(float(value), 3) for value in raw))


def _broken() -> StrokesRefused:
    return StrokesRefused(_("The signature could not be read. Clear it and sign once more."))


def _fitted(strokes: Strokes) -> Strokes:
    """Answer the strokes moved and scaled into the picture, their shape unchanged."""
    points = [point for stroke in strokes for point in stroke]
    if not points:
        return ()
    left, top = min(point.x for point in points), min(point.y for point in points)
    wide, high = max(point.x for point in points) - left, max(point.y for point in points) - top
    scale = min((WIDTH - 2 * MARGIN) / max(wide, 1), (HEIGHT - 2 * MARGIN) / max(high, 1), 3.0)
    across, down = (WIDTH - wide * scale) / 2 - left * scale, (HEIGHT - high * scale) / 2 - top * scale

    def moved(point: Point) -> Point:
        return Point(point.x * scale + across, point.y * scale + down, point.t, point.pressure)

    return tuple(tuple(moved(point) for point in stroke) for stroke in strokes)


def _svg_line(stroke: Stroke) -> str:
    points = stroke if len(stroke) > 1 else stroke * 2
    return f'<polyline points="{" ".join(f"{point.x:.1f},{point.y:.1f}" for point in points)}"/>'


def _dot(pen: ImageDraw.ImageDraw, x: float, y: float, radius: float) -> None:
    pen.ellipse([x - radius, y - radius, x + radius, y + radius], fill=30)
