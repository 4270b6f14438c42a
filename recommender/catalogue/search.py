"""Search as you type: prefixes count, typos are forgiven, accents do not matter. The home of tantivy."""

import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path

import tantivy

from recommender.catalogue.names import words
from recommender.catalogue.search_terms import Asked, asked, join_terms, joined_name, other_terms

MAX_WORDS = 8
"""Further words of a query are left out: each costs a walk over the dictionary."""
_FUZZY_FROM = 3
_VERY_FUZZY_FROM = 6
_WRITER_HEAP_BYTES, _SMALL_HEAP_BYTES = 40_000_000, 15_000_000
"""Tantivy takes no less, and small catalogues need no more."""
_SMALL_ROWS = 20_000
_CONSIDERED = 100
"""Hits that are ranked again by their whole names."""
_EXACT, _PREFIX, _ONE_TYPO, _TWO_TYPOS = 9.0, 6.0, 2.0, 0.7

_STAGES = (
    (0, tantivy.Occur.Must),
    (1, tantivy.Occur.Must),
    (2, tantivy.Occur.Must),
    (1, tantivy.Occur.Should),
)
"""Typos forgiven in a word, and whether every word must match; the next stage only where one found too little."""

Clause = tuple[tantivy.Occur, tantivy.Query]
Field = tuple[str, float]
"""A name and what a hit in it is worth against the others."""


class SearchIndex:
    """Finds rows by the words of their fields; immutable."""

    def __init__(self, fields: Sequence[Field], rows: Iterable[Sequence[str]], *, folder: Path | None = None) -> None:
        """Index `rows`, one text per field each, the first being the name; a hit is its position in `rows`.

        It is made in memory, or in a `folder` for `open`.
        """
        self._fields = tuple(fields)
        self._schema = _schema(self._fields)
        if folder:
            folder.mkdir()
        index = tantivy.Index(self._schema, path=str(folder) if folder else None)
        texts_of_rows = list(rows)
        others = {text: _terms(text, words(text)) for text in {text for texts in texts_of_rows for text in texts[1:]}}
        names = [words(texts[0]) for texts in texts_of_rows]
        self.names = tuple(map(" ".join, names))
        """Folded, of every row; `open` is given them again."""
        heap_bytes = _SMALL_HEAP_BYTES if len(names) <= _SMALL_ROWS else _WRITER_HEAP_BYTES
        writer = index.writer(heap_size=heap_bytes, num_threads=1)
        # Equal scores come in the order of insertion: short names first, so that few letters find short names.
        for position in sorted(range(len(texts_of_rows)), key=lambda i: len(self.names[i])):
            name, *rest = texts_of_rows[position]
            terms = [_terms(name, names[position]), *(others[text] for text in rest)]
            writer.add_document(self._document(position, terms))
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        self._searcher = index.searcher()

    @classmethod
    def open(cls, fields: Sequence[Field], folder: Path, *, names: tuple[str, ...]) -> "SearchIndex":
        """Open what was made in a folder, mapped; raises `OSError` or `ValueError` when it cannot be read.

        Tantivy then has a thread that looks twice a second whether the index has changed, and no way to do without in
        Python: three indexes cost 0.04 % of a core.
        """
        search = cls.__new__(cls)
        search._fields = tuple(fields)
        search._schema = _schema(search._fields)
        search.names = names
        search._searcher = tantivy.Index.open(str(folder)).searcher()
        return search

    def find(self, query: str, n: int) -> list[int]:
        """Return at most `n` positions, best first: rows with every word, else those with some."""
        what = asked(query, MAX_WORDS)
        if not what.chunks or n < 1:
            return []
        hits: list[tuple[float, int]] = []
        for typos, occur in _STAGES:
            hits = self._hits(self._query(what, typos, occur), max(n, _CONSIDERED))
            if len(hits) >= (n if typos == 0 else 1):
                break
        whole = " ".join(what.words)
        return [position for _, position in sorted(hits, key=lambda hit: -self._score(hit, whole))][:n]

    def _document(self, position: int, texts: Sequence[str]) -> tantivy.Document:
        document = tantivy.Document()
        document.add_unsigned("position", position)
        for (name, _), text in zip(self._fields, texts, strict=True):
            document.add_text(name, text)
        return document

    def _query(self, what: Asked, typos: int, occur: tantivy.Occur) -> tantivy.Query:
        """Match the words as they were typed, or those that stand together as one: `blink 182` finds `blink182`."""
        left = len(what.words)
        clauses = [(tantivy.Occur.Should, self._word_query(sign, 0, last=False)) for sign in what.signs]
        for chunk in what.chunks:
            left -= len(chunk)
            ways = [(occur, self._word_query(word, typos, last=not left and word is chunk[-1])) for word in chunk]
            clauses += ways if len(chunk) == 1 else [(occur, self._either(ways, join_terms(chunk)))]
        return self._either(clauses, joined_name(what.words))

    def _either(self, clauses: Sequence[Clause], whole: str) -> tantivy.Query:
        together = tantivy.Query.boolean_query(clauses)
        if not whole:
            return together
        return tantivy.Query.disjunction_max_query([together, self._word_query(whole, 0, last=False)])

    def _hits(self, query: tantivy.Query, n: int) -> list[tuple[float, int]]:
        """Return score and position of the best `n`."""
        hits = self._searcher.search(query, n, count=False).hits
        if not hits:
            return []
        positions = self._searcher.fast_field_values("position", [address for _, address in hits])
        return [(score, p) for (score, _), p in zip(hits, positions, strict=True) if isinstance(p, int)]

    def _score(self, hit: tuple[float, int], whole: str) -> float:
        """Return the hit's score, more when its name is what was typed, or begins with it."""
        score, position = hit
        name = self.names[position]
        if name == whole or name.replace(" ", "") == whole.replace(" ", ""):
            return score + _EXACT + _PREFIX
        return score + _PREFIX if name.startswith(whole) else score

    def _word_query(self, word: str, typos: int, *, last: bool) -> tantivy.Query:
        """Match one word in any field, the best way of matching counting; only the last word may be unfinished."""
        ways = [
            tantivy.Query.boost_query(query, weight * boost)
            for name, weight in self._fields
            for query, boost in self._ways(name, word, typos, last=last)
        ]
        return tantivy.Query.disjunction_max_query(ways, 0.1)

    def _ways(self, field: str, word: str, typos: int, *, last: bool) -> list[tuple[tantivy.Query, float]]:
        def fuzzy(distance: int) -> tantivy.Query:
            return tantivy.Query.fuzzy_term_query(self._schema, field, word, distance, True, last)

        exact = tantivy.Query.const_score_query(tantivy.Query.term_query(self._schema, field, word), 1.0)
        # The tie-breaker of the disjunction adds a little of this one: rare words and short fields first.
        ways = [(exact, _EXACT), (tantivy.Query.term_query(self._schema, field, word), 0.3)]
        if last:
            ways.append((fuzzy(0), _PREFIX))
        n_letters = _n_letters(word) if typos else 0
        if typos >= 1 and n_letters >= _FUZZY_FROM:
            ways.append((fuzzy(1), _ONE_TYPO))
        if typos >= 2 and n_letters >= _VERY_FUZZY_FROM:
            ways.append((fuzzy(2), _TWO_TYPOS))
        return ways


def _schema(fields: Sequence[Field]) -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name, _ in fields:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    builder.add_unsigned_field("position", fast=True)
    return builder.build()


def _n_letters(word: str) -> int:
    """Return how long a word is when it is asked whether typos may be forgiven: two less where marks are letters."""
    n_marks = 0 if word.isascii() else sum(unicodedata.category(letter)[0] == "M" for letter in word)
    return len(word) - n_marks - (2 if n_marks else 0)


def _terms(text: str, own: Sequence[str]) -> str:
    return " ".join((*own, *other_terms(text, own)))
