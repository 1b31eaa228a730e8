"""The zoom of all windows, 80 to 200 %, kept for the next start."""

from desktop_crm.ui.framework.context import Context

STEPS = (80, 90, 100, 110, 125, 150, 175, 200)
USUAL = 100


def use_zoom(context: Context, percent: int) -> None:
    """Show everything in this size from now on."""
    context.preferences.set("scale", percent / 100)
    context.theme.use(scale=percent / 100)


def step_zoom(context: Context, step: int) -> None:
    """Show everything a step larger (1) or smaller (-1), or in the usual size (0)."""
    present = context.theme.scale * 100
    if step == 0:
        use_zoom(context, USUAL)
        return
    place = min(range(len(STEPS)), key=lambda number: abs(STEPS[number] - present))
    use_zoom(context, STEPS[min(max(place + step, 0), len(STEPS) - 1)])
