"""Search as you type: prefixes count, typos are forgiven, accents do not matter. The home of tantivy."""

from collections.abc import Iterable, Sequence

import tantivy

from recommender.catalogue.names import words

MAX_WORDS = 8
"""Further words of a query are left out: each costs a walk over the dictionary."""
_FUZZY_FROM = 3
_VERY_FUZZY_FROM = 7
_WRITER_HEAP_BYTES = 40_000_000
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

Field = tuple[str, float]
"""A name and what a hit in it is worth against the others."""


class SearchIndex:
    """Finds rows by the words of their fields; immutable, in memory."""

    def __init__(self, fields: Sequence[Field], rows: Iterable[Sequence[str]]) -> None:
        """Index `rows`, one text per field each, the first being the name; a hit is its position in `rows`."""
        self._fields = tuple(fields)
        builder = tantivy.SchemaBuilder()
        for name, _ in self._fields:
            builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
        builder.add_unsigned_field("position", fast=True)
        self._schema = builder.build()
        index = tantivy.Index(self._schema)
        spoken = [tuple(" ".join(words(text)) for text in texts) for texts in rows]
        self._names = tuple(texts[0] for texts in spoken)
        writer = index.writer(heap_size=_WRITER_HEAP_BYTES, num_threads=1)
        # Equal scores come in the order of insertion: short names first, so that few letters find short names.
        for position in sorted(range(len(spoken)), key=lambda i: len(self._names[i])):
            writer.add_document(self._document(position, spoken[position]))
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        self._searcher = index.searcher()

    def find(self, query: str, n: int) -> list[int]:
        """Return at most `n` positions, best first: rows with every word, else those with some."""
        asked = words(query)[:MAX_WORDS]
        if not asked or n < 1:
            return []
        hits: list[tuple[float, int]] = []
        for typos, occur in _STAGES:
            clauses = [(occur, self._word_query(word, typos, last=i == len(asked) - 1)) for i, word in enumerate(asked)]
            hits = self._hits(clauses, max(n, _CONSIDERED))
            if len(hits) >= (n if typos == 0 else 1):
                break
        whole = " ".join(asked)
        return [position for _, position in sorted(hits, key=lambda hit: -self._score(hit, whole))][:n]

    def _document(self, position: int, texts: Sequence[str]) -> tantivy.Document:
        document = tantivy.Document()
        document.add_unsigned("position", position)
        for (name, _), text in zip(self._fields, texts, strict=True):
            document.add_text(name, text)
        return document

    def _hits(self, clauses: Sequence[tuple[tantivy.Occur, tantivy.Query]], n: int) -> list[tuple[float, int]]:
        """Return score and position of the best `n`."""
        found = self._searcher.search(tantivy.Query.boolean_query(clauses), n, count=False).hits
        if not found:
            return []
        positions = self._searcher.fast_field_values("position", [address for _, address in found])
        return [(score, p) for (score, _), p in zip(found, positions, strict=True) if isinstance(p, int)]

    def _score(self, hit: tuple[float, int], whole: str) -> float:
        """Return the hit's score, more when its name is what was typed, or begins with it."""
        score, position = hit
        name = self._names[position]
        if name == whole:
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
        if typos >= 1 and len(word) >= _FUZZY_FROM:
            ways.append((fuzzy(1), _ONE_TYPO))
        if typos >= 2 and len(word) >= _VERY_FUZZY_FROM:
            ways.append((fuzzy(2), _TWO_TYPOS))
        return ways
