"""Small real values for tests: a made-up act of three sections on two pages."""

from corpus.model import Document, Page, ParsedDocument, Part, Passage, Pinpoint, Provision, Span, Word

_TEXTS = {
    "1": "Spärren är tio dagar när beslutet skickas elektroniskt.",
    "2": "En leverantör får uteslutas när skatten inte är betald.",
    "3": "Flera företag får lämna anbud tillsammans som en grupp.",
}


def parsed_statute(sfs="2099:1", short="LOU", texts=None, wording="t.o.m. SFS 2099:2"):
    """A parsed act without chapters; page 1 holds all sections but the last."""
    texts = texts or _TEXTS
    document_id = f"sfs:{sfs}@{wording.rsplit(' ', 1)[-1] if wording else 'unknown'}"
    numbers = list(texts)
    groups = {1: numbers[:-1], 2: numbers[-1:]}
    pages, provisions, passages = [], [], []
    for number, sections in groups.items():
        text, spans = "", {}
        for section in sections:
            text += f"{section} § "
            spans[section] = Span(number, len(text), len(text) + len(texts[section]))
            text += f"{texts[section]}\n"
        pages.append(Page(document_id, number, text, words(text), 595.0, 842.0))
        for section, span in spans.items():
            place = Pinpoint(act=short, section=section)
            part = Part("1", texts[section], (span,))
            key = f"{document_id}/P{section}"
            provisions.append(Provision(key, document_id, "section", place, f"{section} § {short}", (), (part,)))
            passages.append(Passage(key, key, texts[section], (span,), f"{short} > {section} §"))
    document = Document(
        document_id, "statute", "Lag om prov", "lag.pdf", "0" * 64, short=short, sfs=sfs, wording=wording, pages=2
    )
    return ParsedDocument(document, tuple(pages), tuple(provisions), tuple(passages))


def words(text):
    """Words with boxes: ten points a letter, twenty points a line."""
    found, start = [], 0
    for row, line in enumerate(text.split("\n")):
        offset = 0
        for word in line.split(" "):
            if word:
                x = 10.0 * offset
                begin = start + offset
                found.append(Word(begin, begin + len(word), (x, 20.0 * row, x + 10.0 * len(word), 20.0 * row + 15)))
            offset += len(word) + 1
        start += len(line) + 1
    return tuple(found)
