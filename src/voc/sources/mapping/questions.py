"""Which columns of a survey are answers that somebody wrote: by what the column asks, and by the cells of its first rows."""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from voc.sources.fields import plain
from voc.sources.mapping.records import Record

LOOKED_AT = 200  # rows
_FEW_LETTERS = 6  # of a script that parts no words
_MANY = 10  # cells; of fewer that repeat each other nobody can tell a choice from an answer
_SHARE = 0.3  # distinct ones among so many: a choice
_CHOICE = 8  # words of the longest

_ASKS = re.compile(
    r"\b(?:what|why|describe|explain|tell us|other|comments?|improve|improvements?|suggestions?|feedback|reasons?|anything|open[- ]ended response"
    r"|how (?:can|could|should|might|do|does|would|did you(?! hear| find| learn))"
    r"|was|warum|wieso|weshalb|wie (?:können|könnten|sollten)|worüber|beschreiben|erzählen|sonstiges?|anmerkung\w*|kommentare?|verbessern|verbesserung\w*"
    r"|gründe?|möchten sie"
    r"|qué|cómo (?:podemos|podríamos|mejorar)|cuál(?:es)? (?:es|son|fue)|describa|cuéntenos|díganos|otros?|comentarios?|mejorar|sugerencias?|motivos?|razón"
    r"|pourquoi|qu['’]\w+|que|comment (?:pouvons|pourrions|améliorer)|décrivez|expliquez|dites-nous|autres?|commentaires?|améliorer|suggestions?|raisons?"
    r"|cosa|perché|come possiamo|commenti|migliorare|o que|por ?qu[eê]|como podemos|comentários|melhorar|wat|waarom|hoe kunnen|opmerkingen|verbeteren)\b",
    re.IGNORECASE,
)
_PARTICULARS = re.compile(
    r"^(?:(?:what(?:['’]s| is)|was ist|wie (?:ist|lautet)|cuál es|quel(?:le)? est)?\W*(?:the |an? )?(?:your|ihre?|deine?|su|tu|votre|which)?\s*)"
    r"(?:(?:first|last|full|job|company|work|business|vor|nach)[ -]?)?"
    r"(?:name|e-?mail|title|role|position|company|organi[sz]ation|employer|team|department|industry|country|city|region|address|phone|mobile|website|url"
    r"|firma|unternehmen|rolle|abteilung|branche|land|ort|stadt|adresse|telefon\w*|nombre|empresa|cargo|puesto|equipo|país|ciudad|teléfono|correo"
    r"|nom|prénom|entreprise|société|poste|équipe|pays|ville|téléphone|courriel)\b\W*(?:address|adresse|name|size|nummer|number)?\W*$",
    re.IGNORECASE,
)
# A step of a scale, and yes and no.
_STEP = re.compile(
    r"(?:(?:very|somewhat|extremely|mostly|rather|slightly|moderately|quite|strongly|completely|not(?: at all| so| very| really)?|neither|fairly"
    r"|sehr|eher|überhaupt nicht|weder|teils|ziemlich|völlig|nicht|muy|algo|poco|nada|ni|bastante|totalmente"
    r"|très|plutôt|pas(?: du tout)?|tout à fait|assez|peu)\s+)+"
    r"(?:\w+|\w+ (?:nor|noch|ni) \w+)|(?:dis)?(?:satisf|agree)\w*|neutral\w*|(?:un)?likely|excellent|good|fair|poor|average"
    r"|easy|difficult|always|often|sometimes|rarely|never"
    r"|(?:un)?zufrieden|gut|schlecht|mittel|immer|oft|manchmal|selten|nie|(?:in)?satisfech[oa]|siempre|nunca|(?:in)?satisfait\w*|toujours|jamais"
    r"|promoter|passive|detractor|yes|no|ja|nein|sí|si|oui|non|true|false|n/?a|neither agree nor disagree|don['’]?t know",
    re.IGNORECASE,
)
_UNNAMED = re.compile(r"column_\d+")
_PLAIN = re.compile(r"(?:open[- ]ended response|response|offene antwort|antwort|respuesta abierta|respuesta|réponse ouverte|réponse)", re.IGNORECASE)


def read_labels(header: Mapping[str, Any]) -> dict[str, str]:
    """What each column asks, where a second header stands below the questions: these stand above the first of their columns alone."""
    found: dict[str, str] = {}
    question = ""
    for name, cell in header.items():
        question = question if _UNNAMED.fullmatch(name) else name
        part = (plain(cell, name) or "").strip()
        if _PLAIN.fullmatch(part):
            found[name] = question
        elif part:
            found[name] = part if not question or part.lower().startswith(question.lower()) else f"{question.rstrip(':')} - {part}"
    return found


def find_open(records: Sequence[Record], labels: Mapping[str, str], besides: Collection[str] = ()) -> set[str]:
    """The columns that hold what people wrote; `besides`: those that are something else."""
    names = dict.fromkeys(name for record in records for name in record.values if name not in besides)
    return {name for name in names if _is_open(labels.get(name, name), [cell for one in records if (cell := _cell(one, name))])}


def _cell(record: Record, name: str) -> str:
    value = record.values.get(name)
    return " ".join(value.split()) if isinstance(value, str) else ""


def _is_open(asked: str, cells: Sequence[str]) -> bool:
    if not cells or _PARTICULARS.match(asked.strip()) or _is_choice(asked, cells):
        return False
    return bool(_ASKS.search(asked)) or (_share(cells, _is_written) > 0.5 and len(set(cells)) > len(cells) / 2)


def _is_choice(asked: str, cells: Sequence[str]) -> bool:
    """Whether the cells are numbers, steps of a scale, or the same few short values again and again."""
    if _share(cells, lambda cell: cell[:1].isdigit() or "@" in cell or "://" in cell) > 0.5 or _share(cells, lambda cell: bool(_STEP.fullmatch(cell))) > 0.5:
        return True
    if len({cell.lower() for cell in cells}) == 1:
        return len(cells) > 2 or asked.lower().endswith(cells[0].lower())
    parts = [part.strip().lower() for cell in cells for part in re.split("[,;]", cell) if part.strip()]  # of a cell with several choices
    return len(cells) >= _MANY and bool(parts) and len(set(parts)) <= _SHARE * len(parts) and max(len(part.split()) for part in parts) <= _CHOICE


def _share(cells: Sequence[str], holds: Any) -> float:
    return sum(map(bool, map(holds, cells))) / len(cells)


def _is_written(cell: str) -> bool:
    """Whether it is of several words, and not all of them names; of a script that parts no words, whether it is long enough."""
    words = [word for word in cell.split() if any(map(str.isalpha, word))]
    if len(words) > 1:
        return cell.lower() == cell.upper() or any(word[:1].islower() for word in words[1:])
    return cell.lower() == cell.upper() and sum(map(str.isalpha, cell)) >= _FEW_LETTERS
