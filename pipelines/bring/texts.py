"""Sixty-four texts on which a bundle has to do what the library does."""

_SHORT = (
    "search engine",
    "How do I read a file line by line?",
    "Return the largest item in an iterable.",
    "1984",
    "e = mc²",
    "C++ and C#",
    "don't",
    "well-known",
    "Zürich, naïve café",
    "UPPER and lower Case",
    "tabs\tand\nline breaks",
    "  spaces at both ends  ",
    "double  spaces   inside",
    "?",
    "...",
    "a",
    "user@example.org",
    "https://example.org/a/b?c=d&e=f",
    "def f(x: int) -> int:\n    return x + 1",
    "50 % of 3,000.75 €",
    "emoji 🙂🚀 and ZWJ 👩‍🔬",
    "x" * 60,
    "¿Dónde está la biblioteca?",
    "Öl, Straße und Fuß",
    "Ελληνικά κείμενα",
    "Полнотекстовый поиск документов",
    "全文検索エンジン",
    "搜索引擎如何工作",
    "검색 엔진",
    "محرك بحث النص الكامل",
    "מנוע חיפוש",
    "पूर्ण पाठ खोज",
    "ค้นหาข้อความ",
    "Tìm kiếm toàn văn",
    "İstanbul'da arama motoru",
    "ﬁligature and ½ and Ⅳ",
    "cafe\u0301 combining",
    "zero\u200bwidth",
    "non\u00a0breaking",
)
_SENTENCES = (
    "A search engine finds pages that hold the words of a question, or words that mean the same.",
    "The inverted index lists for every word the documents it stands in and how often it does.",
    "Dense vectors compare a question with a passage by the angle between them.",
    "A cross-encoder reads question and passage together, which is slower and more exact.",
    "The river rose after three days of rain and the old bridge was closed to lorries.",
    "Cells divide in two steps: first the nucleus, then the body of the cell.",
    "Interest is paid on the sum that is left, not on the sum that was borrowed.",
    "The committee will meet again in March to decide on the budget for the coming year.",
    "Vitamin D is made in the skin when sunlight falls on it.",
    "She translated the letters from Portuguese and sent them back with notes.",
)
_EMPTY = ("", " ", "\n")


def real_texts(window: int) -> list[str]:
    """Return 64 texts: short, long, empty, of many scripts, and some beyond the window.

    Args:
        window: In tokens; windows above 2,048 are not filled, which would take minutes on a laptop.
    """
    filled = min(window, 2048)
    story = " ".join(_SENTENCES)
    words = story.split()
    beyond = [" ".join(words * (1 + filled // len(words))), "поиск документов " * filled, "検索" * filled]
    middle = [" ".join(_SENTENCES[: count + 1]) for count in range(1, len(_SENTENCES))]
    texts = [*_SHORT, *_EMPTY, *_SENTENCES, *middle, *beyond]
    return texts[:64]


def real_pairs(window: int) -> list[tuple[str, str]]:
    """Return 64 pairs of the same texts, with long questions and empty sides among them."""
    texts = real_texts(window)
    questions = [*_SENTENCES[:5], *_SHORT[:8], "", texts[-3]]
    return [(questions[place % len(questions)], text) for place, text in enumerate(texts)]
