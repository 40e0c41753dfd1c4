import pytest

from search_app.parsing.alphabets import by_alphabet
from search_app.parsing.encoding_guess import guess

POLISH = "Zażółć gęślą jaźń. Mieszkańcy wsi poszli na łąkę, żeby zebrać świeże zioła."
CZECH = "Příliš žluťoučký kůň úpěl ďábelské ódy. Děti šly přes řeku k mlýnu."
TURKISH = "Şişli'de yağmur yağdı, çocuklar eve döndü; ışıklar söndü, köğüş kapandı."
LATVIAN = "Glāžšķūņa rūķīši dzērumā čiepj Baha koncertflīģeļu vākus."
WESTERN = (
    "Die Fähre über die Würm fährt heute später, weil größere Äste im Wasser lägen.",
    "L'été dernier, où étiez-vous ? Nous avons mangé des crêpes à la crème brûlée.",
    "El niño pequeño comió piñas y bebió agua fría después de la excursión.",
    "Prices rose by 5 % – “more than expected” – to 30 € in the café’s résumé.",
    "À bientôt! Är du hungrig? Ja, så länge smörgåsen är färsk.",
)


@pytest.mark.parametrize(
    ("text", "codec", "named"),
    [
        (POLISH, "cp1250", "windows-1250"),
        (CZECH, "cp1250", "windows-1250"),
        (POLISH, "iso8859_2", "ISO-8859-2"),
        (TURKISH, "cp1254", "windows-1254"),
        (LATVIAN, "cp1257", "windows-1257"),
        (WESTERN[0], "cp850", "IBM850"),
        (WESTERN[1], "mac_roman", "macintosh"),
    ],
)
def test_words_of_a_language_tell_the_encoding(text, codec, named):
    assert by_alphabet(text.encode(codec)) == named
    assert guess(text.encode(codec)) == named


@pytest.mark.parametrize("text", WESTERN)
def test_western_text_stays_what_it_is(text):
    data = text.encode("cp1252")
    assert by_alphabet(data) is None
    assert data.decode(guess(data)) == text


def test_too_few_letters_tell_nothing():
    assert by_alphabet("the łąka".encode("cp1250")) is None
    assert by_alphabet(b"plain") is None
