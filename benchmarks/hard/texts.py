"""Plain text: encodings that nothing declares, damaged bytes, logs of terminals."""

import codecs
import unicodedata
from collections.abc import Iterator

from benchmarks.hard.document import HardDocument, listed

_GERMAN = "Die Prüfung der Straßenbrücke über die Würm wird früher als geplant durchgeführt.\n"
_FRENCH = "L’élève a déjà reçu sa leçon ; la fenêtre près du château reste ouverte — 25 €.\n"
_FRENCH_DOS = "L'élève a déjà reçu sa leçon ; la fenêtre près du château reste ouverte.\n"
_POLISH = "Żółw i gęś poszły wąską ścieżką; źdźbło trawy leżało na łące.\n"
_RUSSIAN = "Договор вступает в силу с момента подписания обеими сторонами.\n"
_GREEK = "Η βιβλιοθήκη ανοίγει στις οκτώ το πρωί κάθε εργάσιμη ημέρα.\n"
_TURKISH = "Müdür, toplantının yarın sabah yapılacağını öğrencilere söyledi; ışıklar söndü.\n"
_HEBREW = "הספרייה פתוחה בכל יום משמונה בבוקר עד חמש אחר הצהריים.\n"
_ARABIC = "تفتح المكتبة أبوابها كل يوم من الساعة الثامنة صباحا.\n"
_THAI = "ห้องสมุดเปิดทุกวันตั้งแต่แปดโมงเช้าถึงห้าโมงเย็น\n"
_JAPANESE = "図書館は毎日午前八時から午後五時まで開いています。カタカナも読めます。\n"
_CHINESE = "图书馆每天上午八点到下午五点开放，欢迎读者前来借阅。\n"
_TRADITIONAL = "圖書館每天上午八點到下午五點開放，歡迎讀者前來借閱。\n"
_KOREAN = "도서관은 매일 오전 여덟 시부터 오후 다섯 시까지 문을 엽니다.\n"
_LATVIAN = "Bibliotēka katru dienu atvērta no astoņiem; šķūnī guļ zaļš ķirbis un ģērbjas bērns.\n"
_VIETNAMESE = "Thư viện mở cửa từ tám giờ sáng đến năm giờ chiều mỗi ngày; xin mời đọc giả.\n"

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_ENCODED = (
    ("cp1252", "windows-1252", _FRENCH, "élève leçon fenêtre château 25_€"),
    ("latin1", "iso-8859-1", _GERMAN, "Prüfung Straßenbrücke Würm durchgeführt"),
    ("cp850", "cp850", _GERMAN * 2, "Prüfung Straßenbrücke Würm durchgeführt"),
    ("cp437", "cp437", _FRENCH_DOS * 2, "élève déjà leçon fenêtre château"),
    ("macroman", "mac_roman", _FRENCH * 2, "élève déjà leçon fenêtre château"),
    ("cp1250", "windows-1250", _POLISH, "Żółw gęś ścieżką źdźbło łące"),
    ("latin2", "iso-8859-2", _POLISH, "Żółw gęś ścieżką źdźbło łące"),
    ("cp1251", "windows-1251", _RUSSIAN, "Договор вступает подписания сторонами"),
    ("koi8r", "koi8-r", _RUSSIAN, "Договор вступает подписания сторонами"),
    ("cp866", "cp866", _RUSSIAN, "Договор вступает подписания сторонами"),
    ("maccyrillic", "mac_cyrillic", _RUSSIAN * 2, "Договор вступает подписания сторонами"),
    ("greek", "iso-8859-7", _GREEK, "βιβλιοθήκη ανοίγει εργάσιμη"),
    ("turkish", "iso-8859-9", _TURKISH, "Müdür toplantının öğrencilere ışıklar"),
    ("hebrew", "windows-1255", _HEBREW, "הספרייה פתוחה משמונה"),
    ("arabic", "windows-1256", _ARABIC, "المكتبة أبوابها الثامنة"),
    ("thai", "cp874", _THAI, "ห้องสมุด แปดโมงเช้า"),
    ("latvian", "windows-1257", _LATVIAN * 2, "Bibliotēka astoņiem šķūnī ķirbis"),
    ("vietnamese", "windows-1258", _VIETNAMESE * 2, "Thư viện sáng đến chiều"),
    ("shiftjis", "shift_jis", _JAPANESE, "図書館 午前八時 カタカナ"),
    ("eucjp", "euc_jp", _JAPANESE, "図書館 午前八時 カタカナ"),
    ("iso2022jp", "iso2022_jp", _JAPANESE, "図書館 午前八時 カタカナ"),
    ("gb18030", "gb18030", _CHINESE, "图书馆 下午五点 借阅"),
    ("big5", "big5", _TRADITIONAL, "圖書館 下午五點 借閱"),
    ("euckr", "euc_kr", _KOREAN, "도서관은 다섯 엽니다"),
    ("utf16le", "utf-16-le", _GERMAN, "Prüfung Straßenbrücke Würm"),
    ("utf16be", "utf-16-be", _CHINESE * 3, "图书馆 下午五点 借阅"),
    ("utf32le", "utf-32-le", _RUSSIAN, "Договор вступает сторонами"),
)


def documents() -> Iterator[HardDocument]:
    """Yield texts and logs."""
    for name, codec, text, words in _ENCODED:
        content = _vietnamese(text) if codec == "windows-1258" else text.encode(codec)
        yield HardDocument(
            f"{name}.txt", f"{codec}, nothing declares it", content, listed(words), ("\ufffd",)
        )
    yield HardDocument(
        "marked.txt",
        "UTF-16 with a byte order mark, one byte too many at the end",
        codecs.BOM_UTF16_BE + _RUSSIAN.encode("utf-16-be") + b"\x04",
        listed("Договор сторонами"),
    )
    yield HardDocument(
        "badbyte.txt",
        "UTF-8 with one byte of another encoding",
        (_GERMAN + _FRENCH).encode() + b"caf\xe9 cr\xc3\xa8me\n",
        listed("Prüfung élève fenêtre crème"),
        listed("PrÃ¼fung Ã¨"),
    )
    yield HardDocument(
        "twomarks.txt",
        "two files put together, each with a byte order mark",
        b"\xef\xbb\xbffirst harvest\n\xef\xbb\xbfsecond sowing\n",
        listed("first second sowing"),
    )
    yield HardDocument(
        "oldmac.txt",
        "line ends of old Macs, soft hyphens, a form feed",
        "walnut\rhazel\u00adnut\x0cchestnut\rali\u200bbi".encode(),
        listed("walnut hazelnut chestnut alibi"),
    )
    yield HardDocument(
        "colours.log",
        "colours and titles of a terminal between the letters",
        b"\x1b]0;window\x07\x1b[1;31mERROR\x1b[0m: \x1b[38;5;82mdisk\x1b[39m quota\x1b[K exceeded\r\n"
        b"N\x08NA\x08AM\x08ME\x08E\r\n",
        listed("ERROR disk quota exceeded NAME"),
        listed("31mERROR 82mdisk window"),
    )
    yield HardDocument(
        "service.log",
        "UTF-16 as Windows services write it, and NULs",
        codecs.BOM_UTF16_LE + "2026-01-02 Dienst „Würmbrücke“ gestartet\r\n\0\0".encode("utf-16-le"),
        listed("Dienst Würmbrücke gestartet"),
    )


def _vietnamese(text: str) -> bytes:
    """Return text in windows-1258, where the marks of tones follow their letters."""
    signs = []
    for sign in unicodedata.normalize("NFC", text):
        parts = unicodedata.normalize("NFD", sign)
        tone = "".join(part for part in parts if part in _TONES)
        base = unicodedata.normalize("NFC", "".join(part for part in parts if part not in _TONES))
        signs.append(base + tone)
    return "".join(signs).encode("cp1258")
