"""What members of the team read and sign: the confidentiality undertaking (保密协议, P-08) and the notice on how
customers' data are to be handled (P-10).

The duties follow the rules of the product (P-01 to P-09) and article 51 of the Personal Information Protection Law of
the People's Republic of China: classification, encryption or de-identification, rights of operation, training.
"""

from desktop_crm.core.documents.plain_page import plain_page
from desktop_crm.core.documents.printed_page import (
    FormRow,
    FormSection,
    PrintedPage,
    Section,
    SignatureSection,
    TextSection,
)
from desktop_crm.core.i18n import _


def confidentiality_undertaking(
    printed_by: str, *, signer: str = "", role: str = "", signed_on: str = ""
) -> PrintedPage:
    """The undertaking for one member of the team, with lines for what is not known; `signed_on` is YYYY-MM-DD."""
    sections: list[Section] = [
        FormSection(
            "",
            (
                FormRow(_("Name"), signer, half=True),
                FormRow(_("Title or role"), role, half=True),
                FormRow(_("Company or department"), ""),
                *_signed(signed_on),
            ),
        ),
        TextSection(_("What I undertake"), _numbered(undertakings()), hang=True),
        SignatureSection(
            "",
            (
                (_("Signature of the member"), _("Date signed")),
                (_("For the company (signature or seal)"), _("Date signed")),
            ),
        ),
    ]
    return plain_page(_("Confidentiality undertaking"), sections, printed_by)


def compliance_notice(printed_by: str, *, signer: str = "", role: str = "", signed_on: str = "") -> PrintedPage:
    """The notice, with a line on which its reader confirms to have read it; `signed_on` is YYYY-MM-DD."""
    sections: list[Section] = [
        TextSection(_("Whom it is about"), (notice_purpose(),)),
        TextSection(_("Rules"), _numbered(notice_rules()), hang=True),
        FormSection(
            "",
            (
                FormRow(_("Name"), signer, half=True),
                FormRow(_("Title or role"), role, half=True),
                FormRow(_("Date of the training"), ""),
                *_signed(signed_on),
            ),
        ),
        SignatureSection("", ((_("Read and understood (signature)"), _("Date signed")),)),
    ]
    return plain_page(_("Notice on the handling of customer data"), sections, printed_by)


def _signed(signed_on: str) -> list[FormRow]:
    """That the page was signed in the program, where it was."""
    return [FormRow(_("Signed in the customer book on"), signed_on)] if signed_on else []


def undertakings() -> tuple[str, ...]:
    """The duties of a member, one after the other, in the language in use."""
    return (
        _(
            "I keep secret what I learn of customers in my work: names and contact details, needs and budgets, prices, "
            "contracts, finances and plans."
        ),
        _("I use this information for my work alone, and read and change only what my role allows."),
        _(
            "I do not export, copy, photograph or pass on customer data without a need of the work, and neither tell "
            "nor show them to people who have no part in it."
        ),
        _(
            "I keep the customer book on a protected device, lock it when I leave it, and give my passphrase and the "
            "recovery key to nobody."
        ),
        _("I treat what is marked confidential as such, and mask names on pages that leave the company."),
        _("I report the loss of a device or of data, and any suspicion of it, to the person in charge at once."),
        _(
            "When I change my post or leave, I hand over all customer data and keep no copy. These duties go on after "
            "I have left, as long as the information is not public."
        ),
        _("I know that I answer for breaches under the rules of the company, the contract and the law."),
    )


def notice_purpose() -> str:
    """Whom the notice is about, and why there is one."""
    return _(
        "Everybody who works with the customer book handles personal information and business secrets of others. This "
        "notice says what the Personal Information Protection Law (article 51) and our own rules ask of each of us."
    )


def notice_rules() -> tuple[str, ...]:
    """The rules of the notice, one after the other, in the language in use."""
    return (
        _("Collect only what the work needs, from lawful sources, and tell people what it is used for."),
        _("Classify: mark finances and strategic plans confidential; contact details count as sensitive."),
        _("Encrypt: customer data stay in the encrypted book and its encrypted backups, not in loose files."),
        _("Mask names and numbers when you present or print for others."),
        _("Keep to your rights: salespeople their own customers, service the follow-ups that it works on."),
        _("Every export and print is recorded. Delete exported files as soon as they have served their purpose."),
        _("Correct or erase a person's data when that person asks for it, and stop when consent is withdrawn."),
        _("Take part in the training every year, and report incidents at once."),
    )


def _numbered(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{number}. {text}" for number, text in enumerate(texts, 1))
