"""Names with characters that systems lose: about two hundred, each of a kind that some layer is known to change."""

import unicodedata

RARE_IN_BMP = "㐂㐌㑁㒰㓂㔻㕦㗊㙓㛃㞢㟢㠭㡛㤰㥁㦡㨗㩗㫖㬢㮾㯖㱃㳟㴠㵗㷼㸚堃喆鱻龘靐齉煊犇淼焱垚孖燚頔"
BLOCKS = (  # Extensions A to I of Unicode 15.1, first and last character
    (0x3400, 0x4DBF),
    (0x20000, 0x2A6DF),
    (0x2A700, 0x2B739),
    (0x2B740, 0x2B81D),
    (0x2B820, 0x2CEA1),
    (0x2CEB0, 0x2EBE0),
    (0x30000, 0x3134A),
    (0x31350, 0x323AF),
    (0x2EBF0, 0x2EE5D),
)
EACH_BLOCK = 11
KNOWN = "𠮷𪛗𱁬𣏌𪛖𰀀𡈽"
UNIFIED_TWELVE = "﨎﨏﨑﨓﨔﨟﨡﨣﨤﨧﨨﨩"
COMPATIBILITY = ("\ufa64", "\uf9a4", "\U0002f8a6", *map(chr, range(0xF900, 0xFA0E, 15)))
COMPATIBILITY += tuple(map(chr, range(0x2F800, 0x2FA1E, 50)))
SEQUENCES = ("賓\U000e0101", "葛\U000e0100", "邉\U000e0104", "辻\U000e0101", "㒞\ufe00", "你\ufe01", "靖\ufe00")
PRIVATE = tuple(map(chr, (0xE000, 0xF268, 0xF8FF, 0xF0000, 0xFFFFD, 0x100000, 0x10FFFD)))


def _of_blocks() -> list[str]:
    return [
        chr(first + (last - first) * nth // (EACH_BLOCK - 1)) for first, last in BLOCKS for nth in range(EACH_BLOCK)
    ]


CHARACTERS = (*RARE_IN_BMP, *_of_blocks(), *KNOWN, *UNIFIED_TWELVE, *COMPATIBILITY, *SEQUENCES, *PRIVATE)
NAMES = tuple(dict.fromkeys(f"林{character}明" for character in CHARACTERS))


def changed_by_normalising() -> list[str]:
    """Answer the names that would become another name by NFC."""
    return [name for name in NAMES if unicodedata.normalize("NFC", name) != name]
