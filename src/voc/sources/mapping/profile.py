"""What a profile says. docs/sources.md explains each word with an example."""

from collections.abc import Mapping, Sequence
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from voc.errors import InputError
from voc.sources.fields import slug
from voc.sources.mapping.records import check_path, matches, root_of
from voc.sources.registry import KINDS
from voc.sources.settling.dates import Order

ROWS = "rows"  # the name of a profile's only file


def _checked(written: str) -> str:
    try:
        check_path(written)
    except InputError as error:
        raise ValueError(str(error)) from None
    return written


Path = Annotated[str, AfterValidator(_checked)]


def _spell(said: object) -> object:
    """YAML's true, false and numbers as the words that stand in files."""
    return str(said).lower() if isinstance(said, bool | int | float) else said


Scalar = Annotated[str, BeforeValidator(_spell)]


class _Said(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Paragraphs(_Said):
    """Several columns as one text, each a paragraph; what a later one says again is left out."""

    paragraphs: Sequence[Path | Sequence[Path]]  # of a list the first that is filled


class Answers(_Said):
    """Several columns as one text, each with its own name as the question before it. `others`: all columns that nothing else names and that hold words."""

    answers: Sequence[Path] = ()
    others: bool = False
    besides: Sequence[Path] = ()  # columns that are no questions, among `others`


class Joined(_Said):
    """Several columns as one id, with bars between: of rows that have none of their own."""

    joined: Sequence[Path]


class Sentences(_Said):
    """The items of a list, or several columns, as one text with spaces between."""

    sentences: Path | Sequence[Path]


class Outside(_Said):
    """The first mail address at the path that is of none of the domains of our own people."""

    outside: Path
    of: Sequence[Path]


class Listed(_Said):
    """The answers of a list as one text, each under its `question` where the list tells it; numbers are no answers."""

    listed: Path
    answer: "Source"
    question: Path | None = None


class Filled(_Said):
    """The value `gives` where the path is filled: an account with a date of its end is churned."""

    filled: Path
    gives: Scalar


Source = Path | Sequence["Path | Joined | Filled"] | Paragraphs | Answers | Joined | Sentences | Outside | Listed | Filled
"""Where a field comes from: a path, the first of several that is filled, or several columns as one text."""

FORMS = ("paragraphs", "answers", "joined", "sentences", "outside", "listed", "filled")  # the word that each form of a source is known by


def list_places(source: Source) -> Sequence[str]:
    """The paths that a source reads; none of those that it finds by looking at all columns."""
    if isinstance(source, str):
        return [source]
    if isinstance(source, Answers):
        return []
    if isinstance(source, Sentences):
        return [source.sentences] if isinstance(source.sentences, str) else list(source.sentences)
    if isinstance(source, Outside):
        return [source.outside, *source.of]
    if isinstance(source, Listed | Filled):
        return [source.listed if isinstance(source, Listed) else source.filled]
    parts = source.paragraphs if isinstance(source, Paragraphs) else source.joined if isinstance(source, Joined) else source
    return [place for part in parts for place in list_places(part)]


class Rule(_Said):
    """Rows at whose `where` one of the values `is` stands, compared without regard to case."""

    where: Path
    values: Sequence[Scalar] = Field(alias="is")
    because: str = ""  # how the rows that are left out are called: "deleted", "a test"


class Versions(_Said):
    """Rows of one `of` tell of one thing at several times: the one with the newest `newest` counts, of equal ones the last."""

    of: Path
    newest: Source


class File(_Said):
    """One of the files that belong together; the first is the main one. `columns`: by which it is recognised. `key`: what its rows share with the main's."""

    columns: Sequence[Path]
    without: Sequence[Path] = ()  # columns that tell that it is another one
    document: str | None = (
        None  # of JSON: where the records stand, in ijson's words ("data.items.item"; "" is the document itself); else the first list of objects
    )
    key: Path | None = None
    at: Source | None = None  # where in the main file's record, and in the files before this one, that key stands; its own key where it is not told
    within: str | None = None  # another file beside the main one: whose rows this one's belong to, instead of the main's
    leave_out: Sequence["Rule"] = ()  # rows of this file that do not count: deleted ones
    versions: Versions | None = None
    optional: bool = True  # of a file beside the main one: the rows can do without it


class Gather(_Said):
    """Rows of one file that are one thing: those that share `by` are a list under the name `into`, beside the first row's columns."""

    by: Source
    into: str
    together: bool = False  # rows without a key are one thing, too: the file is
    total: Sequence[str] = ()  # fields that are added up over the rows; unknown where they are in several currencies
    counted: Rule | None = None  # the rows that are added up; the others are 0


class People(_Said):
    """Who the authors are: a list in the record, or a file beside the main one."""

    where: Path
    id: Path
    name: Source | None = None
    email: Path | None = None
    role: Source | None = None
    team: Path | None = None  # which company they are of; that of most who are no customers by their role is ours


class Conversation(_Said):
    """Messages that are one text, the oldest first, each under who wrote it. `opening`: the record itself is the first message, with these paths.

    `id` is who wrote a message, `customer` where the record names the customer, or several, who asked first. Whoever wrote an internal message anywhere in the
    file is one of our own.
    """

    messages: Path | Sequence[Path]  # of several lists all
    text: Source
    at: Source | None = None
    id: Source | None = None
    name: Source | None = None
    email: Source | None = None
    role: Source | None = None
    internal: Sequence[Rule] = ()
    only: Rule | None = None
    customer: Path | Sequence[Path] | None = None
    remark: Source | None = None  # what the customer wrote beside a rating: their last message
    ours: Sequence[Path] = ()  # mail addresses in the record whose domains are our own people's; others with an address are customers
    first_is_customer: bool = False  # who wrote the first message is the customer's
    people: People | None = None
    opening: Mapping[str, Source] | None = None
    packed: bool = False  # a message is one cell, `time;author;text`; the paths are `at`, `id` and `text`
    turns: bool = False  # a call: many short turns without a time of day


class Events(_Said):
    """Single events of users as signals of their accounts: `active_users` of each week, and `logins`, those events whose name matches `logins`."""

    account: Source
    user: Source
    at: Source
    event: Path
    logins: Path = r"/^(?:user )?(?:log(?:ged)?[ _-]?in|sign(?:ed)?[ _-]?in|session[ _-]?start(?:ed)?)$/"


class Profile(_Said):
    """How the files of one sort are read. `shape` says where the shape was seen; `name` is the file's own."""

    name: str
    title: str
    kind: str
    shape: str
    files: Mapping[str, File]
    fields: Mapping[str, Source] = Field(default_factory=dict)
    subject: Source | None = None  # what an item of feedback is called: it stands above its text, and for it where there is none
    constants: Mapping[str, Scalar] = Field(default_factory=dict, alias="set")
    words: Mapping[str, Mapping[Scalar, Scalar]] = Field(default_factory=dict)
    split: Mapping[str, str] = Field(default_factory=dict)  # field -> what parts the items of its cell
    rows: Path | None = None  # a list in each record whose every item is a row of its own, under the list's own name
    dates: Order | None = None  # the order of day and month that the system writes, where the file's dates do not tell it
    leave_out: Sequence[Rule] = ()
    only: Rule | None = None
    further_headers: int = 0  # header rows below the first
    questions_below: bool = False  # the second header holds the questions: the columns that the profile does not name go by them
    minor_units: Sequence[str] = ()  # fields whose amounts are in the currency's smallest unit, such as cents
    gather: Gather | None = None
    conversation: Conversation | None = None
    wide_signals: Sequence[Path] | None = None  # columns that are no signals, where all others that hold numbers are
    events: Events | None = None
    reader: str | None = None  # a function that makes rows of a record: see READERS
    lost: str = ""  # what of the file voc does not read

    @model_validator(mode="after")
    def _check(self) -> "Profile":
        if self.kind not in KINDS:
            raise ValueError(f"kind is {self.kind!r}: one of {', '.join(KINDS)}")
        if unknown := [
            name
            for name in (*self.fields, *self.constants, *self.words, *self.split, *self.minor_units, *(self.gather.total if self.gather else ()))
            if name not in KINDS[self.kind].fields
        ]:
            raise ValueError(f"{self.kind} has no field {unknown[0]!r}; its fields are {', '.join(KINDS[self.kind].fields)}")
        names = list(self.files)
        for place, (name, file) in enumerate(self.files.items()):
            if file.within is not None and file.within not in names[1:place]:
                raise ValueError(f"files.{name}.within is {file.within!r}: one of the files that stand between the main one and it")
        return self

    def corrected(self, mapping: Mapping[str, str], constants: Mapping[str, str]) -> "Profile":
        """The profile as a person corrects it. `mapping`: column -> field; `constants`: field -> the value of every row, whatever the file says."""
        fields = {**self.fields, **{slug(field): column for column, field in mapping.items()}}
        told = {slug(field): value for field, value in constants.items()}
        kept = {name: source for name, source in fields.items() if name not in told}
        try:
            return Profile.model_validate({**self.model_dump(by_alias=True), "fields": kept, "set": {**self.constants, **told}})
        except ValidationError as error:
            raise InputError(str(error.errors()[0]["msg"]).removeprefix("Value error, ")) from None

    def field_of(self, column: str) -> str | None:
        """The field that a column is read as, in whole or in part; None: it is none."""
        for field, source in self.fields.items():
            if any(matches(column, place) or slug(column) == root_of(place) for place in list_places(source)):
                return field
        return None

    @property
    def main(self) -> str:
        """The name of the file whose records the others belong to."""
        return next(iter(self.files))
