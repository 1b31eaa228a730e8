"""Drop-down lists as the user wants them: words of his own, other words, another order, fewer of them (decision 8).

A choice keeps its code whatever it is called, so records keep what they hold, and a hidden choice stays known. Lists on
which rules depend are closed: they stay as they are.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from desktop_crm.core.changes import Changes
from desktop_crm.core.choices import Choice, ChoiceList
from desktop_crm.core.database.session import Session
from desktop_crm.core.database.tailoring_store import store_list
from desktop_crm.core.errors import RefusedError
from desktop_crm.core.i18n import LANGUAGES, _, translate
from desktop_crm.core.rooms import FIELDS


class ListRefusedError(RefusedError):
    """The list cannot be changed like this; nothing was changed."""

    def __init__(self, choices: ChoiceList, reason: str) -> None:
        super().__init__(_("“{list}” stays as it is").format(list=_(choices.title)), reason)


def lists() -> Mapping[str, ChoiceList]:
    """Every drop-down list by its name, those of own fields included, in the order in which fields use them."""
    return {field.choices.name: field.choices for fields in FIELDS for field in fields if field.choices}


def list_named(name: str) -> ChoiceList:
    """The drop-down list of this name.

    Raises:
        RefusedError: there is none.
    """
    found = lists().get(name)
    if found is None:
        raise RefusedError(
            _("There is no list “{name}”").format(name=name),
            _("Choose one of: {lists}").format(lists=", ".join(each.name for each in lists().values() if each.open)),
        )
    return found


def add_choice(session: Session, choices: ChoiceList, word: str) -> Changes:
    """Let the list offer one more word, the last one; a hidden choice of that name is offered again.

    Raises:
        ListRefusedError: nothing was written.
    """
    word = _word(choices, word)
    code = choices.code_of(word)
    if code is None:
        return _store(session, choices, (*choices.known, Choice(word, word)))
    if not _choice(choices, code).hidden:
        raise ListRefusedError(choices, _("It has “{word}” already.").format(word=choices.label_of(code)))
    return offer_choice(session, choices, code)


def rename_choice(session: Session, choices: ChoiceList, code: str, word: str) -> Changes:
    """Call a choice otherwise, in both languages; files may go on naming it as before.

    Raises:
        ListRefusedError: nothing was written.
    """
    choice, word = _choice(choices, code), _word(choices, word)
    if choices.code_of(word) not in {None, code}:
        raise ListRefusedError(choices, _("It has “{word}” already.").format(word=word))
    before = (translate(choice.label, language) for language in LANGUAGES)
    aliases = tuple(dict.fromkeys((*choice.aliases, *before)))
    return _replace(session, choices, replace(choice, label=word, aliases=aliases))


def hide_choice(session: Session, choices: ChoiceList, code: str) -> Changes:
    """Offer a choice no longer; records that hold it keep it.

    Raises:
        ListRefusedError: nothing was written.
    """
    choice = _choice(choices, code)
    if choices.offered == (choice,):
        raise ListRefusedError(choices, _("It needs at least one word to offer."))
    return _replace(session, choices, replace(choice, hidden=True))


def offer_choice(session: Session, choices: ChoiceList, code: str) -> Changes:
    """Offer a hidden choice again.

    Raises:
        ListRefusedError: nothing was written.
    """
    return _replace(session, choices, replace(_choice(choices, code), hidden=False))


def order_choices(session: Session, choices: ChoiceList, codes: Iterable[str]) -> Changes:
    """Let the list offer its choices in this order; those not named follow in the order they have.

    Raises:
        ListRefusedError: nothing was written.
    """
    first = [_choice(choices, code) for code in dict.fromkeys(codes)]
    return _store(session, choices, (*first, *(each for each in choices.known if each not in first)))


def set_words(session: Session, choices: ChoiceList, words: Sequence[str]) -> Changes:
    """Let the list offer just these words in this order: new ones are added, the others hidden.

    Raises:
        ListRefusedError: nothing was written.
    """
    wanted: dict[str, Choice] = {}
    for word in (_word(choices, word) for word in words):
        code = choices.code_of(word)
        choice = Choice(word, word) if code is None else replace(_choice(choices, code), hidden=False)
        wanted.setdefault(choice.code, choice)
    if not wanted:
        raise ListRefusedError(choices, _("It needs at least one word to offer."))
    rest = (replace(choice, hidden=True) for choice in choices.known if choice.code not in wanted)
    return _store(session, choices, (*wanted.values(), *rest))


def restore_list(session: Session, choices: ChoiceList) -> Changes:
    """Let the list be as the program brought it, first of all; the user's own words follow.

    Raises:
        ListRefusedError: nothing was written.
    """
    codes = {choice.code for choice in choices.choices}
    return _store(session, choices, (*choices.choices, *(each for each in choices.known if each.code not in codes)))


def _choice(choices: ChoiceList, code: str) -> Choice:
    for choice in choices.known:
        if choice.code == code:
            return choice
    raise ListRefusedError(choices, _("It has no “{word}”.").format(word=code))


def _word(choices: ChoiceList, word: str) -> str:
    word = " ".join(word.split())
    if not word:
        raise ListRefusedError(choices, _("A choice needs a name."))
    return word


def _replace(session: Session, choices: ChoiceList, changed: Choice) -> Changes:
    return _store(session, choices, (changed if each.code == changed.code else each for each in choices.known))


def _store(session: Session, choices: ChoiceList, known: Iterable[Choice]) -> Changes:
    if not choices.open:
        raise ListRefusedError(choices, _("Rules of the program depend on it."))
    return store_list(session, choices, known)
