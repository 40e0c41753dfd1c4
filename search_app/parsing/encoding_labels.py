"""Names of encodings as files declare them, and the encodings browsers read for them."""

import codecs
import re

_SUPERSETS = {
    "windows-1252": "ascii us-ascii ansi_x3.4-1968 ansi latin1 latin-1 l1 iso_8859-1 iso8859-1 iso88591 "
    "iso-8859-1 iso_8859-1:1987 iso-ir-100 csisolatin1 cp819 ibm819 cp1252 x-cp1252 windows1252 "
    "x-user-defined",
    "windows-1254": "iso-8859-9 iso8859-9 iso88599 iso_8859-9 latin5 l5 csisolatin5 iso-ir-148 x-cp1254",
    "windows-874": "tis-620 tis620 iso-8859-11 iso8859-11 iso885911 dos-874 cp874",
    "GB18030": "gb2312 gb_2312 gb_2312-80 gbk x-gbk chinese csgb2312 csiso58gb231280 iso-ir-58 cp936 euc-cn "
    "euccn windows-936",
    "Big5": "big5-hkscs cn-big5 x-x-big5 csbig5 cp950 windows-950",
    "Shift_JIS": "sjis x-sjis ms_kanji shift-jis csshiftjis ms932 windows-31j cp932 windows-932",
    "EUC-JP": "x-euc-jp cseucpkdfmtjapanese eucjp",
    "ISO-2022-JP": "csiso2022jp iso2022jp",
    "EUC-KR": "korean ks_c_5601-1987 ks_c_5601-1989 ks_c_5601 ksc5601 ksc_5601 cseuckr csksc56011987 "
    "iso-ir-149 windows-949 cp949 uhc euckr",
    "UTF-8": "utf8 unicode-1-1-utf-8 unicode11utf8 unicode20utf8 x-unicode20utf8 utf-8-sig utf8mb4",
    "UTF-16LE": "utf-16 utf16 ucs-2 unicode csunicode iso-10646-ucs-2 unicodefeff utf-16-le",
    "UTF-16BE": "unicodefffe utf-16-be",
    "UTF-32LE": "utf-32 utf32 ucs-4 utf-32-le",
    "UTF-32BE": "utf-32-be",
    "macintosh": "mac x-mac-roman csmacintosh",
    "x-mac-cyrillic": "x-mac-ukrainian",
    "IBM866": "866 cp866 csibm866",
    "KOI8-R": "koi koi8 koi8_r cskoi8r",
    "KOI8-U": "koi8-ru",
    "ISO-8859-8": "iso-8859-8-i iso-8859-8-e logical visual hebrew csisolatinhebrew iso-ir-138",
    "ISO-8859-2": "latin2 l2 csisolatin2 iso-ir-101",
    "ISO-8859-3": "latin3 l3 csisolatin3 iso-ir-109",
    "ISO-8859-4": "latin4 l4 csisolatin4 iso-ir-110",
    "ISO-8859-5": "cyrillic csisolatincyrillic iso-ir-144",
    "ISO-8859-6": "arabic asmo-708 ecma-114 csisolatinarabic iso-ir-127 iso-8859-6-e iso-8859-6-i",
    "ISO-8859-7": "greek greek8 ecma-118 elot_928 csisolatingreek iso-ir-126 sun_eu_greek",
    "ISO-8859-10": "latin6 l6 csisolatin6 iso-ir-157",
    "ISO-8859-15": "latin9 l9 csisolatin9 latin-9",
    "HZ-GB-2312": "hz-gb-2312",
}
_CODECS = {
    "windows-1252": ("cp1252",),
    "windows-1254": ("cp1254",),
    "windows-874": ("cp874",),
    "GB18030": ("gb18030",),
    "Big5": ("big5hkscs", "cp950"),
    "Shift_JIS": ("cp932", "shift_jis_2004"),
    "EUC-JP": ("euc_jp", "euc_jis_2004"),
    "ISO-2022-JP": ("iso2022_jp_ext", "iso2022_jp_2004"),
    "EUC-KR": ("cp949",),
    "macintosh": ("mac_roman",),
    "x-mac-cyrillic": ("mac_cyrillic",),
    "HZ-GB-2312": ("hz",),
}
_BY_LABEL = {label: name for name, labels in _SUPERSETS.items() for label in [name.lower(), *labels.split()]}
_FAMILIES = re.compile(r"(?:iso[-_]?8859[-_]?\d+|windows-?125\d|(?:x-)?cp\d{3,4}|ibm\d{3}|koi8-[rtu])$")


def encoding_of(label: str) -> str | None:
    """Return the encoding that a label stands for, or None when no such encoding of text is known.

    As browsers do, a label is read as the superset that files with it are really in: `iso-8859-1` as
    windows-1252, `gb2312` as GB18030.
    """
    plain = label.strip(" \t\r\n\f\"'").lower()
    if plain in _BY_LABEL:
        return _BY_LABEL[plain]
    if not _FAMILIES.match(plain):
        return None
    name = plain.removeprefix("x-").replace("windows1", "windows-1")
    name = re.sub(r"^cp125", "windows-125", re.sub(r"^iso[-_]?8859[-_]?", "iso-8859-", name))
    try:
        codecs.lookup(name)
    except LookupError:
        return None
    return name.upper() if name.startswith(("iso", "koi", "ibm")) else name


def codecs_of(encoding: str) -> tuple[str, ...]:
    """Return Python's codecs for a value of `encoding_of`, the one that fits most files first."""
    return _CODECS.get(encoding, (encoding.lower(),))
