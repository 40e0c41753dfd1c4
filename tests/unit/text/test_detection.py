import pytest

from search_app.errors import BadInputError
from search_app.text.analysis import LANGUAGES, analyzer_named
from search_app.text.detection import detect_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Der Hund schläft unter dem Baum im Garten.", "german"),
        ("The dog sleeps under the tree in the garden.", "english"),
        ("犬は庭の木の下で眠っています。", "japanese"),
        ("北京是中国的首都", "chinese"),
        ("El perro duerme", "spanish"),
        ("Pies śpi pod drzewem w ogrodzie i śni o kości", "standard"),
        ("12345", "standard"),
        ("", "standard"),
    ],
)
def test_the_language_of_a_text(text, language):
    assert detect_language(text) == language


def test_analyzers_go_by_name_and_by_code():
    assert analyzer_named("German") == analyzer_named("DE") == "german"
    assert analyzer_named("pt_BR") == "brazilian"
    assert [analyzer_named(code) for code in LANGUAGES.values()] == list(LANGUAGES)
    with pytest.raises(BadInputError, match="german .de.*standard suits"):
        analyzer_named("klingon")
