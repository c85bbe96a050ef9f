"""The Markdown of the reference acts as a list of sections: an independent and much simpler reader to compare with."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from corpus.fold import fold

_NOTE = re.compile(r"(?:^|\s)((?:Lag|Förordning) \(\d{4}:\d+\)\.?)$")
MARK = re.compile(r"(\d{1,2}(?: [a-z])?|[a-z]|[-–])(?:[.)]|(?<=[-–]))\s")


@dataclass
class Section:
    chapter: str | None
    chapter_title: str | None
    rubric: str | None
    number: str
    blocks: list[str] = field(default_factory=list)
    note: str | None = None

    @property
    def key(self) -> tuple[str | None, str]:
        return self.chapter, self.number

    @property
    def text(self) -> str:
        return fold(" ".join(self.blocks))

    @property
    def shape(self) -> list[str]:
        """ "¶" for each paragraph, then the marks of its points."""
        shape: list[str] = []
        for block in self.blocks:
            if mark := MARK.match(block):
                shape.append("–" if mark[1] in "-–" else mark[1])
            elif not block[0].islower():
                shape.append("¶")
        return shape


def read(path: Path) -> tuple[list[Section], dict[str, str]]:
    """The sections in order, and the annexes' texts by number."""
    sections: list[Section] = []
    annexes: dict[str, str] = {}
    chapter = title = rubric = annex = None
    in_body = False
    for block in re.split(r"\n\s*\n", path.read_text(encoding="utf-8").split("\n---\n", 1)[1]):
        text = fold(block)
        heading = re.match(r"(#+) (.*)", text)
        words = heading[2] if heading else text
        if heading and (found := re.fullmatch(r"(\d+(?: [a-z])?) §", words)):
            sections.append(Section(chapter, title, rubric, found[1]))
            in_body = True
        elif heading and (found := re.match(r"(\d+(?: [a-z])?) kap\.", words)):
            chapter, title, rubric, in_body = found[1], words, None, False
        elif heading and (found := re.fullmatch(r"Bilaga (\d+)", words)):
            annex, in_body = found[1], False
            annexes[annex] = ""
        elif heading and words == "Övergångsbestämmelser":
            break
        elif heading and annex is None:
            rubric, in_body = words, False
        elif annex is not None and not heading:
            annexes[annex] = fold(f"{annexes[annex]} {text}")
        elif in_body and text:
            # dashes: the database's "- " is set as "– "
            sections[-1].blocks.append(re.sub(r"^- ", "– ", text))
    for section in sections:
        if section.blocks and (found := _NOTE.search(section.blocks[-1])):
            section.note = found[1]
            section.blocks[-1] = section.blocks[-1][: found.start()]
            if not section.blocks[-1]:
                section.blocks.pop()
    return sections, annexes
