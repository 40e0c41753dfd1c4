"""Bytes to text: marks, labels, and what is done without either."""

import pytest

from search_app.parsing.decoding import decode_text

TEXTS = {
    "cp1252": "Une crème brûlée à l’ancienne, s’il vous plaît – 5 €",
    "cp1250": "Zażółć gęślą jaźń. Wszyscy ludzie rodzą się wolni i równi",
    "cp1251": "Россия является самым большим государством мира. Москва столица.",
    "koi8_r": "Россия является самым большим государством мира. Москва столица.",
    "cp1253": "Η Αθήνα είναι η πρωτεύουσα της Ελλάδας και πόλη",
    "cp1254": "İstanbul Türkiye'nin en kalabalık şehridir ve ığdır",
    "cp1255": "ירושלים היא עיר הבירה של מדינת ישראל",
    "cp1256": "القاهرة هي عاصمة جمهورية مصر العربية",
    "cp874": "กรุงเทพมหานครเป็นเมืองหลวง",
    "cp932": "日本語の文章です。これは試験です。",
    "euc_jp": "日本語の文章です。これは試験です。",
    "gbk": "中华人民共和国首都是北京。",
    "big5": "中華民國的首都是台北市。",
    "cp949": "대한민국의 수도는 서울특별시이다.",
    "iso2022_jp": "日本語の文章です。",
}


@pytest.mark.parametrize("codec", TEXTS)
def test_what_nothing_declares_is_guessed_and_said(codec):
    decoded = decode_text(TEXTS[codec].encode(codec))
    assert decoded.text == TEXTS[codec]
    assert decoded.note is not None
    assert f"read as {decoded.encoding}; a guess" in decoded.note


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_decides_and_goes(codec):
    decoded = decode_text("Größe\n".encode(codec), label="windows-1251")
    assert (decoded.text, decoded.note) == ("Größe\n", None)
    marked = decode_text(b"\xfe\xff" + "Größe".encode("utf-16-be"))
    assert (marked.text, marked.encoding) == ("Größe", "UTF-16BE")


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize(
    "text",
    ["hi", "The harvest.\n", "Привет, мир", "北京大学。\n首都是北京。", "日本語の文章です。これは試験です。"],
)
def test_wide_text_needs_no_mark(codec, text):
    decoded = decode_text(text.encode(codec))
    assert (decoded.text, decoded.encoding.lower()) == (text, codec.replace("-le", "le").replace("-be", "be"))
    assert "no byte order mark" in (decoded.note or "")


@pytest.mark.parametrize(
    ("label", "data", "text", "encoding"),
    [
        ("iso-8859-1", b"\x93x\x94 \x96 \x805", "“x” – €5", "windows-1252"),
        ("US-ASCII", b"caf\xe9", "café", "windows-1252"),
        ("gb2312", "镕".encode("gbk"), "镕", "GB18030"),
        ("shift_jis", "①髙".encode("cp932"), "①髙", "Shift_JIS"),
        ("euc-kr", "똠".encode("cp949"), "똠", "EUC-KR"),
        ("big5", "中文".encode("big5"), "中文", "Big5"),
        ("ISO-8859-2", "Žluť".encode("iso-8859-2"), "Žluť", "ISO-8859-2"),
        ("iso-8859-9", b"\x80 \xfe", "€ ş", "windows-1254"),
        ("cp1251", "Да".encode("cp1251"), "Да", "windows-1251"),
        ("utf-16", "é".encode(), "é", "UTF-8"),
        (" UTF8 ", "é".encode(), "é", "UTF-8"),
    ],
)
def test_labels_mean_what_browsers_read_for_them(label, data, text, encoding):
    decoded = decode_text(data, label=label)
    assert (decoded.text, decoded.encoding, decoded.note) == (text, encoding, None)


def test_utf8_wins_over_another_label_and_an_unknown_label_is_named():
    decoded = decode_text("Zürich".encode(), label="iso-8859-1")
    assert (decoded.text, decoded.note) == ("Zürich", "read as UTF-8; it declares iso-8859-1 but is UTF-8")
    unknown = decode_text(b"plain", label="x-martian")
    assert unknown.text == "plain"
    assert "unknown encoding 'x-martian'" in (unknown.note or "")
    assert "unknown encoding 'base64'" in (decode_text(b"plain", label="base64").note or "")


@pytest.mark.parametrize("label", [None, "utf-8"])
def test_one_damaged_byte_changes_nothing_else(label):
    decoded = decode_text("Zürich naïve ".encode() + b"\xff caf\xc3\xa9", label=label)
    assert decoded.text == "Zürich naïve \ufffd café"
    assert decoded.note == "read as UTF-8; 1 damaged character became U+FFFD"


def test_a_damaged_byte_in_a_declared_encoding_is_counted():
    decoded = decode_text("北京".encode("gbk") + b"\xff" + "大学".encode("gbk"), label="gbk")
    assert decoded.text == "北京\ufffd大学"
    assert "1 damaged character" in (decoded.note or "")


@pytest.mark.parametrize("text", ["<p>a\0b</p>", "<p>a\0b\0c</p>", "ab\0cd\0", "one\0two\0three"])
def test_single_nuls_do_not_make_wide_text(text):
    assert decode_text(text.encode()).text == text.replace("\0", "")


def test_nuls_and_c1_controls_are_never_stored():
    decoded = decode_text("one\0 two \x93three\x94\x85four".encode() + b" and a tail of some length")
    assert decoded.text == "one two “three”\nfour and a tail of some length"
    assert decoded.note == "read as UTF-8; 1 NUL character was left out"


@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\x06", b"\0" * 8, b"\xff\xfe\0"]
)
def test_what_is_not_text_is_refused(data):
    with pytest.raises(ValueError, match="not text"):
        decode_text(data)


def test_nothing_is_nothing():
    assert decode_text(b"").text == ""
