"""The design tokens: every color and size of the windows, here and nowhere else."""

from dataclasses import dataclass
from enum import StrEnum


class Tone(StrEnum):
    """What a color says. A word or a shape always says it too."""

    INK = "ink"
    SOFT = "soft"
    FAINT = "faint"
    ACCENT = "accent"
    RED = "red"  # overdue, damage
    GREEN = "green"  # done, today
    AMBER = "amber"  # needs a next step; money
    VIOLET = "violet"  # inferred


@dataclass(frozen=True, slots=True)
class Colors:
    """The colors of one theme, as #rrggbb."""

    background: str
    panel: str
    rail: str
    line: str
    selection: str
    ink: str
    soft: str
    faint: str
    accent: str
    accent_tint: str
    on_accent: str
    red: str
    red_tint: str
    green: str
    green_tint: str
    amber: str
    amber_tint: str
    violet: str
    violet_tint: str

    def of(self, tone: Tone) -> str:
        """The color of text or a line in this tone."""
        return str(getattr(self, tone.value))

    def tint(self, tone: Tone) -> str:
        """The ground behind text in this tone."""
        return str(getattr(self, f"{tone.value}_tint", self.background))


LIGHT = Colors(
    background="#f4f5f7",
    panel="#ffffff",
    rail="#eceef1",
    line="#e3e6ea",
    selection="#e6f0fb",
    ink="#1d2530",
    soft="#667085",
    faint="#98a2b3",
    accent="#0b6bcb",
    accent_tint="#e6f0fb",
    on_accent="#ffffff",
    red="#c4320a",
    red_tint="#fdeee8",
    green="#067647",
    green_tint="#e6f6ee",
    amber="#93600a",
    amber_tint="#fdf3dc",
    violet="#5b3cc4",
    violet_tint="#efeafc",
)

DARK = Colors(
    background="#16191d",
    panel="#1e2227",
    rail="#121518",
    line="#31363d",
    selection="#21364d",
    ink="#e8ebef",
    soft="#a3acb8",
    faint="#78818d",
    accent="#64a8f5",
    accent_tint="#1e3650",
    on_accent="#0d1620",
    red="#ff8f6b",
    red_tint="#43261c",
    green="#5fd39a",
    green_tint="#173828",
    amber="#f0bd58",
    amber_tint="#3d311a",
    violet="#b29cff",
    violet_tint="#2d2747",
)

# Sizes in pixels at 100 %.
BODY = 13
PAGE_TITLE = 18
SECTION = 14
CAPTION = 11.5
STEP = 4  # spacing comes in multiples of this
RADIUS = 6
CARD_RADIUS = 9
CONTROL_HEIGHT = 31
ROW_HEIGHT = 34
AGENDA_ROW_HEIGHT = 44
TOP_BAR_HEIGHT = 48
SIDEBAR_WIDTH = 188
SIDEBAR_FOLDED_WIDTH = 52
STATUS_BAR_HEIGHT = 26
FOLD_SIDEBAR_BELOW = 1100
DETAIL_ALONE_BELOW = 1000

FAMILIES = {
    "win32": ("Segoe UI", "Microsoft YaHei UI"),
    "darwin": (".AppleSystemUIFont", "PingFang SC"),
    "linux": ("Noto Sans", "Noto Sans CJK SC", "WenQuanYi Micro Hei"),
}
