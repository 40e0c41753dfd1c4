"""Words that a line end has broken: joined, or kept as the compounds they are."""

import re
from collections import Counter

_SOFT = re.compile("\u00ad(?:[ \t]*\n[ \t]*)?")
_BREAK = re.compile(
    r"(?P<left>\w+(?:[-\u2010]\w+)*)[-\u2010][ \t]*\n[ \t]*(?=(?P<right>\w+(?:[-\u2010]\w)?))"
)
_BROKEN = re.compile(r"\w+(?:[-\u2010]\w+)*(?:[-\u2010][ \t]*\n[ \t]*\w+)+")
_WORD = re.compile(r"\w+(?:[-\u2010]\w+)*")
_LEAST = 4
"""Letters of a half that is taken for a word because it is one elsewhere in the document."""

_FIRST = """
    air all anti best better brother carbon case client climate close coarse cold computer cost cross
    data decision deep double dry dual early easy eight energy event ever ex far fast father fine fire
    first five four free full good half hand hard heavy high hot human ill job land large late left life
    light long low machine market mid mother much multi near never new nine non object old one open part
    peer post price problem quasi question real right role rule sea second self semi server seven short
    single sister six slow small so soft state tax ten third three time triple two ultra user warm water
    well wet wide world
"""
"""Words that compounds with a hyphen begin with."""

_SECOND = """
    adjusted advised agent agents annual art attention aware balanced based bedroom behaved being
    billion border built called century check circle circuit class conflict contained control corruption
    cost country cultural cut date day defence defense defined density dependent depth designed
    dimension dimensional distance documented door dozen driven edged educated effective efficient
    employed empty end energy entropy equipped established esteem evident examination existent eyed face
    fashioned final finals fit fold free frequency friendly funded government grained haired half hand
    handed head headed hearted help hop hour husband impact income independent inflammatory informed
    intended intensive interest known language lasting law layer layered legged length level like line
    linear lingual lived looking made making market meaning member military million minded minister
    minute modal month monthly moon natural negative neutral old order oriented owned paced page paid
    part party pass performance person platform player point political poor poorly power prepared
    president pressure profit proof purpose quality quarter range rate reference related resolution rich
    risk roads running saving scale seater sectional sensitive service sharing shot side sided sighted
    size sized sleeve smoking solving source specific speed stage stakeholder standard standing state
    step storey story study style supervised tailed taking task taught temperature term third threaded
    time trade trained trivial tuned type uniform user validation value valued variate virus voltage
    volume war way week weekly wheel wheeled wide width wife wise world written year zero
"""
"""Words that they end with; no ends of other words, such as the one in \"multi-ple\"."""

_OPEN = {"self": ("ish", "less", "hood", "ness"), "well": ("ness",), "non": ("sense", "etheless", "chalant")}
"""{first half: all that may follow it without a hyphen}."""


_FIRST_WORDS = frozenset(_FIRST.split())
_SECOND_WORDS = frozenset(_SECOND.split())


def join_broken_words(text: str) -> str:
    """Return the text with the halves of broken words on one line.

    A soft hyphen goes. A hyphen stays where the document writes the word with one elsewhere, in chains
    such as "state-of-the-art", before capitals and digits, and where the halves are words that compounds
    are made of; else they are joined.
    """
    text = _SOFT.sub("", text)
    if not _BREAK.search(text):
        return text
    words = Counter(word.replace("\u2010", "-") for word in _WORD.findall(_BROKEN.sub(" ", text)))
    return _BREAK.sub(lambda broken: _mended(broken["left"], broken["right"], words), text)


def _mended(left: str, right: str, words: Counter[str]) -> str:
    last = re.split(r"[-\u2010]", left)[-1]
    chain = last != left or not right.isalnum()
    return f"{left}-" if chain or _is_compound(last, right, words) else left


def _is_compound(left: str, right: str, words: Counter[str]) -> bool:
    if not (left.isalpha() and right.isalpha()) or len(left) == 1:
        return True
    compound, joined = words[f"{left}-{right}"], words[left + right]
    if compound or joined:
        return compound > joined
    if right[0].isupper() and not left.isupper():
        return True
    first, second = left.lower(), right.lower()
    if first in _OPEN and len(right) >= _LEAST:
        return not second.startswith(_OPEN[first])
    known = second in _SECOND_WORDS or (len(right) >= _LEAST and words[right] > 0)
    return known and (
        first in _FIRST_WORDS or (second in _SECOND_WORDS and len(left) >= _LEAST and words[left] > 0)
    )
