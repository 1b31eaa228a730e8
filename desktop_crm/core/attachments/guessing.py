"""What a file is, as far as its name tells: its format, and which kind of attachment it most likely is."""

import mimetypes
from pathlib import PurePath

_UNKNOWN = "application/octet-stream"
# Where the systems' own tables differ or know nothing.
_FORMATS = {
    ".md": "text/markdown",
    ".csv": "text/csv",
    ".log": "text/plain",
    ".webp": "image/webp",
    ".heic": "image/heic",
    ".eml": "message/rfc822",
    ".msg": "application/vnd.ms-outlook",
    ".ofd": "application/ofd",
    ".wps": "application/vnd.ms-works",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
# Words in names, the more telling ones first.
_WORDS = (
    ("contract", ("合同", "协议", "contract", "agreement")),
    ("proposal", ("方案", "报价", "proposal", "quotation", "quote")),
    ("minutes", ("纪要", "minutes")),
    ("screenshot", ("截图", "截屏", "screenshot", "screen shot", "聊天记录")),
    ("profile", ("营业执照", "执照", "档案", "名片", "资质", "license", "profile")),
    ("mail", ("邮件", "e-mail", "email")),
)
_MAIL = {"message/rfc822", "application/vnd.ms-outlook"}


def media_type_of(name: str) -> str:
    """The media type of a file of this name; one that says nothing where the ending is unknown."""
    suffix = PurePath(name).suffix.lower()
    return _FORMATS.get(suffix) or mimetypes.guess_type(f"x{suffix}")[0] or _UNKNOWN


def type_of(name: str) -> str:
    """Which of `choices.TYPES` a file of this name most likely is."""
    words = name.casefold()
    for code, said in _WORDS:
        if any(word in words for word in said):
            return code
    media_type = media_type_of(name)
    if media_type in _MAIL:
        return "mail"
    return "photo" if media_type.startswith("image/") else "other"
