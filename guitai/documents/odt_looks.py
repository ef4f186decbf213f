"""How the parts of a letter look in OpenDocument text."""

from dataclasses import dataclass

import odfdo

FAMILY = "Noto Serif CJK TC"


@dataclass(frozen=True)
class Look:
    size: str
    align: str = "start"
    weight: str = "normal"
    above: str = "0cm"


LOOKS = {
    "GuitaiTitle": Look(size="20pt", align="center", above="0.3cm"),
    "GuitaiCorner": Look(size="10pt", align="end"),
    "GuitaiAddressee": Look(size="16pt", above="0.4cm"),
    "GuitaiField": Look(size="11pt"),
    "GuitaiHeading": Look(size="12pt", weight="bold", above="0.3cm"),
    "GuitaiText": Look(size="12pt"),
    "GuitaiSigned": Look(size="20pt", above="0.8cm"),
}


def style_of(name: str, look: Look) -> odfdo.Style:
    style = odfdo.Style("paragraph", name=name)
    style.set_properties(
        {
            "fo:font-size": look.size,
            "style:font-size-asian": look.size,
            "fo:font-weight": look.weight,
            "style:font-weight-asian": look.weight,
            "fo:font-family": FAMILY,
            "style:font-family-asian": FAMILY,
        },
        area="text",
    )
    style.set_properties({"fo:text-align": look.align, "fo:margin-top": look.above}, area="paragraph")
    return style
