"""Every error that voc raises on purpose.

    VocError                     one clear line that says what to do
    ├── InputError               the person's input cannot be used: wrong option, wrong file, wrong field
    │   ├── UnconfirmedError     it can be used, and looks so wrong that a person is to say so
    │   ├── OpenDatesError       it can be used once a person says in which order its dates stand
    │   └── RowError             one row of a file; the import goes on and the row goes to the rejects file
    ├── NotFoundError            the id or name names nothing
    ├── ConflictError            the state forbids it: a lost update, a reused idempotency key
    ├── AuthError                no key, a wrong key or an expired one
    │   └── ForbiddenError       the role may not do this
    └── UnavailableError         something that must be there is not: database, broker, model, extra

Entry points translate: the command line prints the line and leaves with `exit_code`; the API makes a problem document of it.
"""


class VocError(Exception):
    """Base of the tree. `str(error)` is one line for a person; `exit_code` is what the command line ends with."""

    exit_code = 3


class InputError(VocError):
    """Input that cannot be used."""

    exit_code = 2


class UnconfirmedError(InputError):
    """Input that is used once somebody says that it is right."""


class OpenDatesError(InputError):
    """Dates that can be read day first or month first, and nothing tells which."""


class RowError(InputError):
    """One row that cannot be used. `column` names the column at fault, "" for the row as a whole."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(f"{column}: {reason}" if column else reason)
        self.column = column
        self.reason = reason


class NotFoundError(VocError):
    """Nothing has this id or name."""


class ConflictError(VocError):
    """The present state forbids the change."""


class AuthError(VocError):
    """Who asks is not known."""


class ForbiddenError(AuthError):
    """Who asks is known and may not."""


class UnavailableError(VocError):
    """A part that this needs cannot be reached or is not installed."""
