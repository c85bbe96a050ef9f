"""acts.toml → the acts that the program knows by name, and what an act is called, however people write it.

The names are data, so that an act or a way of writing it is added without code; the forms that Swedish makes out of a
name by rule (definite, genitive, the SFS number after its first word) are made here, once, as a regular expression
that the grammar of references uses for its terminal.
"""

from __future__ import annotations

import itertools
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_ENDINGS = {"lag": "(?:en|ens|s)?", "förordning": "(?:en|ens|s)?", "direktiv": "(?:et|ets|s)?"}
_SFS = re.compile(r"(?<![\d/])\d{4}:\d{1,4}(?![\d:])")
_DIRECTIVE = re.compile(r"(?i)dire(?:k|c)tiv\w* (\d{4}/\d+)(?:/EU)?$|^(\d{4}/\d+)/EU$")
_EU_KINDS = {
    "rambeslut": "rambeslut",
    "beslut|decision": "beslut",
    "dire": "direktiv",
    "förordning|regulation": "förordning",
}
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))


@dataclass(frozen=True, slots=True)
class Act:
    """One act: ``short`` is the name in labels ("LOU", "förvaltningslagen"), ``chapters`` whether it has any.

    ``sfs`` is None for an act of the EU. ``capitals`` are abbreviations that count only when written in capitals.
    """

    short: str
    sfs: str | None
    title: str
    chapters: bool
    aliases: tuple[str, ...]
    capitals: tuple[str, ...]


@cache
def acts() -> tuple[Act, ...]:
    """All acts of acts.toml, in its order."""
    with Path(__file__).with_name("acts.toml").open("rb") as file:
        rows = tomllib.load(file)["act"]
    return tuple(
        Act(
            short=row["short"],
            sfs=row.get("sfs"),
            title=row["title"],
            chapters=row["chapters"],
            aliases=tuple(row["aliases"]),
            capitals=tuple(row.get("capitals", ())),
        )
        for row in rows
    )


@cache
def act_by_sfs(sfs: str) -> Act | None:
    """The act with this SFS number ("2016:1145"), None when it isn't one of ours."""
    return next((act for act in acts() if act.sfs == sfs), None)


@cache
def act_by_name(text: str) -> Act | None:
    """The act that a name stands for, in any inflection and case, None when it isn't one of ours.

    A number decides where there is one: "lagen (2007:1091) om offentlig upphandling" is not LOU.
    """
    name = re.sub(r"^(?:the )?(?:swedish )?", "", " ".join(text.translate(_DASHES).split()), flags=re.IGNORECASE)
    if number := _SFS.search(name):
        return act_by_sfs(number[0])
    if number := _DIRECTIVE.search(name):
        return next((act for act in acts() if act.short == f"direktiv {number[1] or number[2]}/EU"), None)
    exact = (act for act in acts() if name.lower() in {alias.lower() for alias in (*act.aliases, *act.capitals)})
    return next(itertools.chain(exact, (act for act in acts() if _names(act).fullmatch(name))), None)


@cache
def canonical_name(text: str) -> str:
    """What a Pinpoint calls an act: our short name, else the name in its definite form with its number.

    "arbetsmiljölag (1977:1160)" → "arbetsmiljölagen (1977:1160)", "Directive 2009/81/EC" → "direktiv 2009/81/EG".
    """
    name = " ".join(text.translate(_DASHES).split())
    if act := act_by_name(name):
        return act.short
    if re.match(r"\w*FS \d", name) or re.fullmatch(r"\(?\d{4}:\d+\)?", name):
        return name if name[0].isalpha() else f"SFS {name.strip('()')}"
    if number := _SFS.search(name):
        law = name[: number.start()].rstrip("( ").removesuffix("SFS").rstrip("( ")
        return f"{'lagen' if act_by_name(law) else _definite(law)} ({number[0]})"
    if re.search(r"\d/\d", name):
        return _eu_name(name)
    if re.fullmatch(r"(?i)EUF-fördraget|T?FEU|.*funktionssätt.*", name):
        return "EUF-fördraget"
    if re.fullmatch(r"(?i)EU-fördraget|fördraget om europeiska unionen", name):
        return "EU-fördraget"
    return (
        _definite(name)
        if re.search(r"(?i)lag|förordning|balk|form", name)
        else re.sub(r"(?<=[A-Z])-?(?=\d)", " ", name)
    )


def is_eu_act(name: str) -> bool:
    """Whether an act, as ``canonical_name`` calls it, is one of the EU: those have articles instead of sections."""
    return bool(re.search(r"\d/\d|fördraget$|konventionen$", name))


@cache
def act_pattern() -> str:
    """A regular expression for every name of every act in text with plain blanks and hyphens, the longest first.

    It minds case for ``capitals`` only, whatever the flags around it (so it must be used without IGNORECASE).
    """
    loose = sorted((form for act in acts() for form in _loose(act)), key=len, reverse=True)
    strict = [form for act in acts() for form in _strict(act)]
    return f"(?:(?i:{'|'.join(loose)})|{'|'.join(strict)})(?!\\w|-\\w)"


@cache
def sfs_pattern() -> str:
    """A regular expression for the SFS numbers of our acts."""
    return "|".join(re.escape(act.sfs) for act in acts() if act.sfs)


@cache
def _names(act: Act) -> re.Pattern[str]:
    return re.compile("|".join((*_loose(act), *_strict(act), re.escape(act.title))), re.IGNORECASE)


def _loose(act: Act) -> list[str]:
    return [_forms(alias, act.sfs) for alias in act.aliases]


def _strict(act: Act) -> list[str]:
    return [_forms(name, act.sfs) for name in act.capitals]


def _forms(alias: str, sfs: str | None) -> str:
    """The expression for an alias: words inflected by their endings, the SFS number let in after the first."""
    first, *rest = (_inflected(word) for word in alias.split())
    if rest and sfs:
        first += rf"(?: *\((?:SFS +)?{re.escape(sfs)}\))?"
    return " +".join((first, *rest))


def _inflected(word: str) -> str:
    if word.isupper() and word.isalpha():
        return f"{word}(?::?s)?"
    ending = next((forms for stem, forms in _ENDINGS.items() if word.endswith(stem)), "")
    return re.escape(word) + ending


def _definite(law: str) -> str:
    return re.sub(r"(lag|förordning|balk)(?:en)?s?\b", r"\1en", law.lower(), count=1)


def _eu_name(name: str) -> str:
    kind = next((kind for words, kind in _EU_KINDS.items() if re.search(words, name.lower())), None)
    union = re.search(r"\((\w+)\)", name.upper())
    number = re.search(r"\d.*", name.upper())
    parts = (kind, union and union[0], "nr" if re.search(r"(?i)\bn[ro]\b", name) else None, number and number[0])
    return re.sub(r"EEC\b", "EEG", re.sub(r"\bEC\b", "EG", " ".join(part for part in parts if part)))
