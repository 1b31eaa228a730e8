"""The verbs of actions in words, as in “Undo: edit customer”, and which of them “Undo” offers to take back."""

from collections.abc import Mapping

from desktop_crm.core.i18n import N_, _
from desktop_crm.core.journal.undone import REDO, UNDO
from desktop_crm.core.kinds import ONE, TITLES, Kind

# What is meant to be for good: undo refuses it.
FOR_GOOD = frozenset({"set_up", "erase", "empty_trash", "restore"})
# What “Undo” passes over besides: what left the records as they were, and undo itself.
_NOT_OFFERED = frozenset(
    {
        *(UNDO, REDO, "change_setting", "export", "judge", "print", "print_summary", "remind", "sign"),
        *("visit", "pin", "unpin"),
        *("add_view", "arrange_pinned", "arrange_views", "bring_views_back", "remove_view", "rename_view", "save_view"),
    }
)

WORDS: Mapping[str, str] = {
    "add_followup": N_("note follow-up"),
    "bring_back": N_("take out of the Trash"),
    "bring_back_customers": N_("take customers out of the Trash"),
    "complete_followup": N_("complete follow-up"),
    "edit_list": N_("edit drop-down list"),
    "import": N_("import files"),
    "log_interaction": N_("log interaction"),
    "keep_confidential": N_("change what is confidential"),
    "mark_clock": N_("mark as done or not needed"),
    "mark_confidential": N_("mark confidential"),
    "merge_contacts": N_("merge contacts"),
    "merge_customers": N_("merge customers"),
    "move_step": N_("move decision step"),
    "plan_next_step": N_("plan next step"),
    "sample": N_("add made-up customers"),
    "confirm_appointment": N_("note that the appointment was confirmed"),
    "confirm_solution": N_("note that the solution was confirmed"),
    "send_summary": N_("note that the summary was sent"),
    "snooze_followup": N_("remind later"),
    "replace_contact": N_("let another contact take over"),
    "verify": N_("note what was found right"),
    "tell_apart": N_("tell apart two customers"),
    "tailor_fields": N_("change fields"),
    "trash": N_("move to the Trash"),
    "trash_customers": N_("move customers to the Trash"),
    "unmark_clock": N_("let a clock run again"),
    "unmark_confidential": N_("take back the confidential mark"),
    "unmerge_customer": N_("separate merged customers"),
}

# What forms do to records of any kind; the verb goes on with the kind, as in `change_customers`.
_OF_KIND: Mapping[str, str] = {
    "add_": N_("add {record}"),
    "change_": N_("edit {record}"),
    "change_many_": N_("edit several: {records}"),
}


def words_of(verb: str) -> str:
    """What an action of this verb did, in the language in use, for titles of menus and notices."""
    if verb in WORDS:
        return _(WORDS[verb])
    for start, words in _OF_KIND.items():
        if verb.startswith(start) and verb.removeprefix(start) in set(Kind):
            kind = Kind(verb.removeprefix(start))
            return _(words).format(record=_(ONE[kind]), records=_(TITLES[kind]))
    return _("last change")


def is_offered(verb: str) -> bool:
    """Whether “Undo” offers to take back actions of this verb."""
    return verb not in FOR_GOOD and verb not in _NOT_OFFERED


def is_known(verb: str) -> bool:
    """Whether there are words for the verb, or none are needed."""
    of_kind = any(verb == start + kind for start in _OF_KIND for kind in Kind)
    return verb in WORDS or of_kind or not is_offered(verb)
