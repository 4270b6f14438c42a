"""Search as you type: prefixes count, typos are forgiven, accents do not matter. The home of tantivy."""

from collections.abc import Iterable, Sequence

import tantivy

from recommender.catalogue.names import words

MAX_WORDS = 8
"""Further words of a query are left out: each costs a walk over the dictionary."""
_FUZZY_FROM = 3
_VERY_FUZZY_FROM = 7
_WRITER_HEAP_BYTES = 40_000_000
_EXACT, _PREFIX, _ONE_TYPO, _TWO_TYPOS = 12.0, 6.0, 1.5, 0.5

Field = tuple[str, float]
"""A name and what a hit in it is worth against the others."""


class SearchIndex:
    """Finds rows by the words of their fields; immutable, in memory."""

    def __init__(self, fields: Sequence[Field], rows: Iterable[Sequence[str]]) -> None:
        """Index `rows`, one text per field each; a hit is named by its position in `rows`."""
        self._fields = tuple(fields)
        builder = tantivy.SchemaBuilder()
        for name, _ in self._fields:
            builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
        builder.add_unsigned_field("position", fast=True)
        self._schema = builder.build()
        index = tantivy.Index(self._schema)
        writer = index.writer(heap_size=_WRITER_HEAP_BYTES, num_threads=1)
        for position, texts in enumerate(rows):
            document = tantivy.Document()
            document.add_unsigned("position", position)
            for (name, _), text in zip(self._fields, texts, strict=True):
                document.add_text(name, " ".join(words(text)))
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        self._searcher = index.searcher()

    def find(self, query: str, n: int) -> list[int]:
        """Return at most `n` positions, best first: rows with every word, else those with some."""
        asked = words(query)[:MAX_WORDS]
        if not asked or n < 1:
            return []
        per_word = [self._word_query(word, last=word is asked[-1]) for word in asked]
        for occur in (tantivy.Occur.Must, tantivy.Occur.Should):
            hits = self._searcher.search(
                tantivy.Query.boolean_query([(occur, q) for q in per_word]), n, count=False
            ).hits
            if hits or len(per_word) == 1:
                break
        addresses = [address for _, address in hits]
        return (
            [p for p in self._searcher.fast_field_values("position", addresses) if isinstance(p, int)]
            if addresses
            else []
        )

    def _word_query(self, word: str, *, last: bool) -> tantivy.Query:
        """Match one word in any field, the best way of matching counting; only the last word may be unfinished."""
        ways = [
            tantivy.Query.boost_query(query, weight * boost)
            for name, weight in self._fields
            for query, boost in self._ways(name, word, last=last)
        ]
        return tantivy.Query.disjunction_max_query(ways, 0.1)

    def _ways(self, field: str, word: str, *, last: bool) -> list[tuple[tantivy.Query, float]]:
        def fuzzy(distance: int) -> tantivy.Query:
            return tantivy.Query.fuzzy_term_query(self._schema, field, word, distance, True, last)

        exact = tantivy.Query.const_score_query(tantivy.Query.term_query(self._schema, field, word), 1.0)
        ways = [(exact, _EXACT)]
        if last:
            ways.append((fuzzy(0), _PREFIX))
        if len(word) >= _FUZZY_FROM:
            ways.append((fuzzy(1), _ONE_TYPO))
        if len(word) >= _VERY_FUZZY_FROM:
            ways.append((fuzzy(2), _TWO_TYPOS))
        return ways
