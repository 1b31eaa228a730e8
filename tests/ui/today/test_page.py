"""Where the next appointment stands on the page of today."""

import pytest

from desktop_crm.ui.today.page import TodayPage


@pytest.mark.parametrize(("width", "scale", "beside"), [(1172, 1.0, True), (1092, 1.0, True), (1282, 1.5, False)])
def test_the_appointment_is_beside_the_agenda_where_there_is_room_and_below_it_elsewhere(
    qtbot, context, theme, width, scale, beside
):
    theme.use(scale=scale)
    page = TodayPage(context)
    qtbot.addWidget(page)
    page.resize(width, 776)
    page.show()
    qtbot.waitExposed(page)
    agenda, appointment = page.list, page._beside
    right_of_agenda = agenda.width() + theme.px(20)
    qtbot.waitUntil(lambda: (appointment.x() > right_of_agenda) == beside and agenda.width() >= theme.px(600))
