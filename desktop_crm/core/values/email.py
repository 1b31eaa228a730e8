"""E-mail addresses: whether one can be an address, by its form alone."""

from desktop_crm.core.i18n import _


def problem_of(text: str) -> str | None:
    """Why the text cannot be an e-mail address, translated; None when it can. No name is ever looked up."""
    from email_validator import EmailNotValidError, validate_email  # noqa: PLC0415 - costs 45 ms of start-up

    try:
        validate_email(text, check_deliverability=False)
    except EmailNotValidError:
        return _("“{text}” is not an e-mail address").format(text=text)
    return None
