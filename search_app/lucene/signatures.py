"""The part of Java that this package calls, as JNI signatures.

Written out instead of `jnius.autoclass`, for three measured reasons: reflection over Lucene's large classes
doubles the cold start; its choice between overloads is a guess (it takes the wrong constructor of
IndexSearcher and fails); and resolving overloads on every call slows indexing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from search_app.lucene.analyzer_signatures import ANALYZERS


@dataclass(frozen=True, slots=True)
class Signatures:
    """What is used of one class.

    Attributes:
        path: The class, with slashes.
        constructors: Descriptors of the constructors used.
        methods: {name: descriptor, or several when it is overloaded}.
        static_methods: {name: descriptor}.
        fields: {name: type}.
        static_fields: {name: type}.
    """

    path: str
    constructors: tuple[str, ...] = ()
    methods: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    static_methods: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)
    static_fields: Mapping[str, str] = field(default_factory=dict)


def _type(path: str) -> str:
    return f"L{path};"


_LUCENE = "org/apache/lucene"
_STRING, _CHARACTERS = _type("java/lang/String"), _type("java/lang/CharSequence")
_OBJECT, _CLASS = _type("java/lang/Object"), _type("java/lang/Class")
_LIST, _COLLECTION, _ITERABLE = (
    _type("java/util/List"),
    _type("java/util/Collection"),
    _type("java/lang/Iterable"),
)
_PATH, _LEVEL, _LOGGER = (
    _type("java/nio/file/Path"),
    _type("java/util/logging/Level"),
    _type("java/util/logging/Logger"),
)
_ANALYZER, _TOKEN_STREAM = (
    _type(f"{_LUCENE}/analysis/Analyzer"),
    _type(f"{_LUCENE}/analysis/TokenStream"),
)
_CHAR_ARRAY_SET = _type(f"{_LUCENE}/analysis/CharArraySet")
_ATTRIBUTE = _type(f"{_LUCENE}/util/Attribute")
_BYTES = _type(f"{_LUCENE}/util/BytesRef")
_DIRECTORY, _FS_DIRECTORY = _type(f"{_LUCENE}/store/Directory"), _type(f"{_LUCENE}/store/FSDirectory")
_READER, _DIRECTORY_READER = _type(f"{_LUCENE}/index/IndexReader"), _type(f"{_LUCENE}/index/DirectoryReader")
_CONFIG, _OPEN_MODE = (
    _type(f"{_LUCENE}/index/IndexWriterConfig"),
    _type(f"{_LUCENE}/index/IndexWriterConfig$OpenMode"),
)
_OPTIONS = _type(f"{_LUCENE}/index/IndexOptions")
_FIELD_TYPE, _INDEXABLE_TYPE, _STORE = (
    _type(f"{_LUCENE}/document/FieldType"),
    _type(f"{_LUCENE}/index/IndexableFieldType"),
    _type(f"{_LUCENE}/document/Field$Store"),
)
_SIMILARITY = _type(f"{_LUCENE}/search/similarities/Similarity")
_QUERY, _BOOLEAN_QUERY, _BUILDER, _OCCUR = (
    _type(f"{_LUCENE}/search/Query"),
    _type(f"{_LUCENE}/search/BooleanQuery"),
    _type(f"{_LUCENE}/search/BooleanQuery$Builder"),
    _type(f"{_LUCENE}/search/BooleanClause$Occur"),
)
_TERM, _SYNONYMS = _type(f"{_LUCENE}/index/Term"), f"L{_LUCENE}/search/SynonymQuery"
_PHRASE_BUILDER = _type(f"{_LUCENE}/search/PhraseQuery$Builder")
_SORT, _SORT_FIELD, _SORT_TYPE = (
    _type(f"{_LUCENE}/search/Sort"),
    _type(f"{_LUCENE}/search/SortField"),
    _type(f"{_LUCENE}/search/SortField$Type"),
)
_TOP_DOCS, _TOP_FIELD_DOCS, _SCORE_DOC = (
    _type(f"{_LUCENE}/search/TopDocs"),
    _type(f"{_LUCENE}/search/TopFieldDocs"),
    _type(f"{_LUCENE}/search/ScoreDoc"),
)
_SEARCHER, _EXPLANATION = (
    _type(f"{_LUCENE}/search/IndexSearcher"),
    _type(f"{_LUCENE}/search/Explanation"),
)
_SCORED_DOCS = _type("io/anserini/search/ScoredDocs")
_ENGLISH = _type("io/anserini/analysis/DefaultEnglishAnalyzer")

JAVA_CLASSES: Mapping[str, Signatures] = {
    entry.path.rpartition("/")[2]: entry
    for entry in (
        Signatures("java/io/File", (f"({_STRING})V",), {"toPath": f"(){_PATH}"}),
        Signatures("java/nio/file/Path"),
        Signatures("java/lang/Number", methods={"doubleValue": "()D"}),
        Signatures("java/util/Arrays", static_methods={"asList": f"([{_OBJECT}){_LIST}"}),
        Signatures("java/util/List", methods={"size": "()I", "get": f"(I){_OBJECT}"}),
        Signatures("java/util/logging/Level", static_fields={"OFF": _LEVEL}),
        Signatures(
            "java/util/logging/Logger",
            methods={"setLevel": f"({_LEVEL})V"},
            static_methods={"getLogger": f"({_STRING}){_LOGGER}"},
        ),
        Signatures(
            "io/anserini/analysis/DefaultEnglishAnalyzer",
            methods={"tokenStream": f"({_STRING}{_STRING}){_TOKEN_STREAM}"},
            static_methods={"newDefaultInstance": f"(){_ENGLISH}"},
        ),
        Signatures(
            "io/anserini/search/ScoredDocs",
            static_methods={"fromTopDocs": f"({_TOP_DOCS}{_SEARCHER}){_SCORED_DOCS}"},
            fields={"docids": f"[{_STRING}", "lucene_docids": "[I", "scores": "[F"},
        ),
        Signatures(
            "io/anserini/search/query/BagOfWordsQueryGenerator",
            ("()V",),
            {"buildQuery": f"({_STRING}{_ANALYZER}{_STRING}){_QUERY}"},
        ),
        *(
            Signatures(
                f"{_LUCENE}/analysis/{package}/{name}",
                ("()V",),
                {"tokenStream": f"({_STRING}{_STRING}){_TOKEN_STREAM}"},
            )
            for name, package in ANALYZERS.items()
        ),
        Signatures(f"{_LUCENE}/analysis/LowerCaseFilter", (f"({_TOKEN_STREAM})V",)),
        Signatures(f"{_LUCENE}/analysis/miscellaneous/ASCIIFoldingFilter", (f"({_TOKEN_STREAM})V",)),
        Signatures(f"{_LUCENE}/analysis/CharArraySet", (f"({_COLLECTION}Z)V",)),
        Signatures(
            f"{_LUCENE}/analysis/miscellaneous/KeepWordFilter", (f"({_TOKEN_STREAM}{_CHAR_ARRAY_SET})V",)
        ),
        Signatures(
            f"{_LUCENE}/analysis/TokenStream",
            methods={
                "getAttribute": f"({_CLASS}){_ATTRIBUTE}",
                "reset": "()V",
                "incrementToken": "()Z",
                "end": "()V",
                "close": "()V",
            },
        ),
        Signatures(
            f"{_LUCENE}/analysis/tokenattributes/CharTermAttribute", methods={"toString": f"(){_STRING}"}
        ),
        Signatures(
            f"{_LUCENE}/analysis/tokenattributes/OffsetAttribute",
            methods={"startOffset": "()I", "endOffset": "()I"},
        ),
        Signatures(
            f"{_LUCENE}/analysis/tokenattributes/PositionIncrementAttribute",
            methods={"getPositionIncrement": "()I"},
        ),
        Signatures(f"{_LUCENE}/util/Attribute"),
        Signatures(f"{_LUCENE}/util/BytesRef", (f"({_CHARACTERS})V",)),
        Signatures(f"{_LUCENE}/document/BinaryDocValuesField", (f"({_STRING}{_BYTES})V",)),
        Signatures(
            f"{_LUCENE}/document/DoublePoint",
            (f"({_STRING}[D)V",),
            static_methods={
                "newRangeQuery": f"({_STRING}DD){_QUERY}",
                "newSetQuery": f"({_STRING}[D){_QUERY}",
            },
        ),
        Signatures(f"{_LUCENE}/document/Field", (f"({_STRING}{_CHARACTERS}{_INDEXABLE_TYPE})V",)),
        Signatures(f"{_LUCENE}/document/Field$Store", static_fields={"YES": _STORE, "NO": _STORE}),
        Signatures(
            f"{_LUCENE}/document/FieldType",
            ("()V",),
            {"setIndexOptions": f"({_OPTIONS})V", "freeze": "()V"},
        ),
        Signatures(f"{_LUCENE}/document/TextField", (f"({_STRING}{_TOKEN_STREAM})V",)),
        Signatures(f"{_LUCENE}/document/StringField", (f"({_STRING}{_STRING}{_STORE})V",)),
        Signatures(f"{_LUCENE}/index/FieldInfo", methods={"getIndexOptions": f"(){_OPTIONS}"}),
        Signatures(
            f"{_LUCENE}/index/FieldInfos",
            methods={"fieldInfo": f"({_STRING}){_type(f'{_LUCENE}/index/FieldInfo')}"},
            static_methods={"getMergedFieldInfos": f"({_READER}){_type(f'{_LUCENE}/index/FieldInfos')}"},
        ),
        Signatures(
            f"{_LUCENE}/index/IndexOptions",
            methods={"ordinal": "()I"},
            static_fields=dict.fromkeys(("DOCS_AND_FREQS", "DOCS_AND_FREQS_AND_POSITIONS"), _OPTIONS),
        ),
        Signatures(f"{_LUCENE}/index/Term", (f"({_STRING}{_STRING})V",)),
        Signatures(
            f"{_LUCENE}/index/DirectoryReader",
            methods={
                "numDocs": "()I",
                "docFreq": f"({_TERM})I",
                "close": "()V",
                "leaves": f"(){_LIST}",
            },
            static_methods={"open": f"({_DIRECTORY}){_DIRECTORY_READER}", "indexExists": f"({_DIRECTORY})Z"},
        ),
        Signatures(f"{_LUCENE}/index/LeafReader", methods={"checkIntegrity": "()V"}),
        Signatures(
            f"{_LUCENE}/index/LeafReaderContext",
            methods={"reader": f"(){_type(f'{_LUCENE}/index/LeafReader')}"},
        ),
        Signatures(
            f"{_LUCENE}/index/IndexWriter",
            (f"({_DIRECTORY}{_CONFIG})V",),
            {
                "updateDocuments": f"({_QUERY}{_ITERABLE})J",
                "deleteDocuments": f"([{_QUERY})J",
                "commit": "()J",
                "close": "()V",
            },
        ),
        Signatures(
            f"{_LUCENE}/index/IndexWriterConfig",
            (f"({_ANALYZER})V",),
            {
                "setSimilarity": f"({_SIMILARITY}){_CONFIG}",
                "setRAMBufferSizeMB": f"(D){_type(f'{_LUCENE}/index/LiveIndexWriterConfig')}",
            },
        ),
        Signatures(f"{_LUCENE}/index/LiveIndexWriterConfig"),
        Signatures(
            f"{_LUCENE}/search/BooleanClause$Occur",
            static_fields=dict.fromkeys(("FILTER", "MUST", "MUST_NOT", "SHOULD"), _OCCUR),
        ),
        Signatures(f"{_LUCENE}/search/BooleanQuery"),
        Signatures(f"{_LUCENE}/search/BoostQuery", (f"({_QUERY}F)V",)),
        Signatures(
            f"{_LUCENE}/search/BooleanQuery$Builder",
            ("()V",),
            {"add": f"({_QUERY}{_OCCUR}){_BUILDER}", "build": f"(){_BOOLEAN_QUERY}"},
        ),
        Signatures(
            f"{_LUCENE}/search/Explanation",
            methods={
                "isMatch": "()Z",
                "getDetails": f"()[{_EXPLANATION}",
                "getDescription": f"(){_STRING}",
                "getValue": f"(){_type('java/lang/Number')}",
            },
        ),
        Signatures(
            f"{_LUCENE}/search/IndexSearcher",
            (f"({_READER})V",),
            {
                "setSimilarity": f"({_SIMILARITY})V",
                "count": f"({_QUERY})I",
                "search": (f"({_QUERY}I){_TOP_DOCS}", f"({_QUERY}I{_SORT}Z){_TOP_FIELD_DOCS}"),
                "searchAfter": f"({_SCORE_DOC}{_QUERY}I){_TOP_DOCS}",
                "explain": f"({_QUERY}I){_EXPLANATION}",
            },
            static_methods={"setMaxClauseCount": "(I)V"},
        ),
        Signatures(f"{_LUCENE}/search/MatchAllDocsQuery", ("()V",)),
        Signatures(f"{_LUCENE}/search/PhraseQuery"),
        Signatures(
            f"{_LUCENE}/search/PhraseQuery$Builder",
            ("()V",),
            {
                "add": f"({_TERM}I){_PHRASE_BUILDER}",
                "build": f"(){_type(f'{_LUCENE}/search/PhraseQuery')}",
            },
        ),
        Signatures(f"{_LUCENE}/search/Query"),
        Signatures(f"{_LUCENE}/search/ScoreDoc", ("(IF)V",)),
        Signatures(f"{_LUCENE}/search/Sort", (f"([{_SORT_FIELD})V",)),
        Signatures(
            f"{_LUCENE}/search/SortField",
            (f"({_STRING}{_SORT_TYPE})V",),
            static_fields={"FIELD_SCORE": _SORT_FIELD},
        ),
        Signatures(f"{_LUCENE}/search/SortField$Type", static_fields={"STRING_VAL": _SORT_TYPE}),
        Signatures(f"{_LUCENE}/search/SynonymQuery"),
        Signatures(
            f"{_LUCENE}/search/SynonymQuery$Builder",
            (f"({_STRING})V",),
            {
                "addTerm": f"({_TERM}){_SYNONYMS}$Builder;",
                "build": f"(){_SYNONYMS};",
            },
        ),
        Signatures(f"{_LUCENE}/search/TermQuery", (f"({_TERM})V",)),
        Signatures(f"{_LUCENE}/search/TermInSetQuery", (f"({_STRING}{_COLLECTION})V",)),
        Signatures(f"{_LUCENE}/search/TermRangeQuery", (f"({_STRING}{_BYTES}{_BYTES}ZZ)V",)),
        Signatures(f"{_LUCENE}/search/TopDocs"),
        Signatures(f"{_LUCENE}/search/TopFieldDocs"),
        Signatures(f"{_LUCENE}/search/similarities/BM25Similarity", ("(FF)V",)),
        Signatures(
            f"{_LUCENE}/store/FSDirectory",
            methods={"close": "()V"},
            static_methods={"open": f"({_PATH}){_FS_DIRECTORY}"},
        ),
    )
}
"""{class name without its package: what is used of it}."""
