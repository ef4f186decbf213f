"""Pictures drawn for tests: a page of print, in focus or not."""

import io

from PIL import Image, ImageDraw, ImageFilter


def page_of_print(width: int = 1400, height: int = 1800) -> Image.Image:
    image = Image.new("RGB", (width, height), "white")
    draw = ImageDraw.Draw(image)
    for top in range(60, height - 60, 44):
        for left in range(60, width - 60, 30):
            draw.rectangle((left, top, left + 8 + (left * 7 + top) % 14, top + 22), outline="black", width=3)
    return image


def encoded(image: Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def sharp_picture() -> bytes:
    return encoded(page_of_print())


def blurred_picture(radius: float = 8) -> bytes:
    return encoded(page_of_print().filter(ImageFilter.GaussianBlur(radius)))
