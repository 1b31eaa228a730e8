"""A letter as the draft of a mail: a mailto link (RFC 6068), or where that would be too long, a file (RFC 5322)."""

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from urllib.parse import quote

from desktop_crm.core.documents.letter import Letter

LONGEST_LINK = 2_000  # characters; Windows passes on no more than 2,083
_PLAIN = "!$'()*+,-._~:@"  # of what RFC 6068, section 2, lets stand; not & ; = ? # % nor blanks


def mail_link(letter: Letter) -> str | None:
    """The link that opens the draft in the user's mail program, None where it would be too long for one."""
    body = letter.body.replace("\r\n", "\n").replace("\n", "\r\n")
    fields = {"subject": letter.subject, "body": body}
    said = "&".join(f"{name}={quote(text, safe='')}" for name, text in fields.items() if text)
    link = f"mailto:{quote(letter.address.strip(), safe=_PLAIN.replace(',', ''))}?{said}"
    return link if len(link) <= LONGEST_LINK else None


def mail_file(letter: Letter) -> bytes:
    """The draft as the content of an .eml file; mail programs open it as a mail that is yet to be sent."""
    mail = EmailMessage(policy=SMTP.clone(max_line_length=76))
    mail["X-Unsent"] = "1"  # without it Outlook shows a mail that came
    mail["Subject"] = " ".join(letter.subject.split())
    if to := _address(letter):
        mail["To"] = to
    mail.set_content(letter.body, charset="utf-8", cte="base64")
    return mail.as_bytes()


def _address(letter: Letter) -> Address | None:
    """Whom it goes to, if that can be an address of a mail at all."""
    try:
        return (
            Address(" ".join(letter.to.split()), addr_spec=letter.address.strip()) if letter.address.strip() else None
        )
    except ValueError:
        return None
