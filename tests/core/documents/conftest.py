import io
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pypdf
import pypdfium2
import pytest

from desktop_crm.core.chain.entity import DecisionStep
from desktop_crm.core.contacts.entity import Contact
from desktop_crm.core.documents.fonts import PrintFonts, print_fonts
from desktop_crm.core.entity import Entity
from desktop_crm.core.followups.entity import Followup
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.interactions.entity import Interaction
from desktop_crm.core.needs.entity import Need
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.satisfaction.entity import Satisfaction
from desktop_crm.core.values.day import Day
from desktop_crm.core.values.moment import Moment
from desktop_crm.core.values.money import parse_money_range
from desktop_crm.core.values.phone import parse_phone


class Pdf:
    """A PDF as its readers see it: the text by two independent programs, the fonts, the metadata."""

    def __init__(self, content: bytes) -> None:
        self.reader = pypdf.PdfReader(io.BytesIO(content))
        document = pypdfium2.PdfDocument(content)
        self.pages = [page.get_textpage().get_text_bounded().replace("\r\n", "\n") for page in document]
        document.close()
        self.pages_by_pypdf = [page.extract_text() for page in self.reader.pages]

    @property
    def text(self) -> str:
        return "\n".join(self.pages)

    @property
    def texts(self) -> tuple[str, str]:
        return self.text, "\n".join(self.pages_by_pypdf)

    def fonts(self) -> Iterator[tuple[str, bool]]:
        """The name of each font, and whether it is embedded."""
        for page in self.reader.pages:
            for font in page["/Resources"]["/Font"].values():
                descendant = font.get_object()["/DescendantFonts"][0].get_object()
                descriptor = descendant["/FontDescriptor"].get_object()
                yield descendant["/BaseFont"], any(key.startswith("/FontFile") for key in descriptor)


@pytest.fixture
def read_pdf() -> Callable[[bytes], Pdf]:
    return Pdf


@pytest.fixture
def fonts() -> PrintFonts:
    return print_fonts()


@pytest.fixture
def add(database) -> Callable[..., list[int]]:
    """Adds records of one kind, as one action, and gives their ids."""
    rooms = {room.entity: room for room in ROOMS.values()}

    def add(*entities: Entity) -> list[int]:
        store = rooms[type(entities[0])]
        changes = database.write("add", lambda session: store.add(session, entities))
        return list(changes.added[store.kind])

    return add


def at(text: str) -> Moment:
    """A time in Shanghai, or the whole of a day there."""
    moment = datetime.fromisoformat(text + ("+08:00" if "T" in text else "T00:00+08:00")).astimezone(UTC)
    return Moment(moment, "Asia/Shanghai", all_day="T" not in text)


@pytest.fixture
def moment() -> Callable[[str], Moment]:
    return at


@pytest.fixture
def squeezed() -> Callable[[str], str]:
    """A text without the blanks and line ends at which a page may break it."""
    return lambda text: "".join(text.split())


@pytest.fixture
def form_a_customer(add_customer, add) -> CustomerId:
    """The example of form A (X-02)."""
    customer_id = add_customer(
        name="科技有限公司",
        industry="电子商务",
        size="中小型企业(员工100-500人)",
        first_contact=Day("2023-10-15"),
        notes="客户计划拓展海外市场,需关注多语言支持需求",
    )
    add(Contact(customer_id=customer_id, name="*经理", title="采购部主管", is_primary=True))
    add(
        Interaction(
            customer_id=customer_id,
            occurred=at("2023-11-20"),
            method="线下拜访",
            participants=("客户",),
            our_participants=("我方",),
            summary="讨论Q4产品合作方案,客户提出需增加数据导出功能",
        )
    )
    add(
        Need(customer_id=customer_id, title="功能定制", priority="high"),
        Need(customer_id=customer_id, title="希望获得技术培训支持", kind="implicit", priority="high"),
    )
    add(
        Followup(
            customer_id=customer_id,
            title="发送定制方案",
            due=at("2023-11-25"),
            owner="*主管",
            methods=("email", "电话同步"),
        )
    )
    add(Satisfaction(customer_id=customer_id, score=4, scored_on=Day("2023-08-20")))
    add(Satisfaction(customer_id=customer_id, score=4, scored_on=Day("2023-11-20")))
    return customer_id


@pytest.fixture
def form_b_customer(add_customer, add) -> CustomerId:
    """The example of form B (X-03)."""
    customer_id = add_customer(
        number="CRM-2024-001", name="*科技有限公司", industry="信息技术", size="100-500人", status="interested"
    )
    add(
        Contact(customer_id=customer_id, name="张*", title="采购经理", contact_group="base", is_primary=True),
        Contact(customer_id=customer_id, name="李*", title="技术总监", contact_group="related", relationship="同事"),
    )
    add(
        Interaction(
            customer_id=customer_id,
            occurred=at("2024-03-15"),
            method="phone",
            summary="客户急需一套库存管理系统,预算20-30万,决策周期1个月",
            needs_said="实时库存监控、多仓库数据同步;痛点 现有系统响应慢",
            open_issues="客户要求提供3家成功案例",
        ),
        Interaction(
            customer_id=customer_id,
            occurred=at("2024-03-20"),
            method="email",
            summary="已收到案例材料,需技术团队评估",
            needs_said="预算 25万;决策周期 预计4月中旬",
            agreements="技术评估会定于3月25日",
        ),
    )
    return customer_id


@pytest.fixture
def form_c_company(add_customer, add) -> CustomerId:
    """The company of form C's example (X-04)."""
    customer_id = add_customer(
        number="客户-2023-015",
        name="科技有限公司",
        industry="软件开发",
        size="100_500",
        founded=Day("2018-05"),
        phone=parse_phone("021-58881234"),
        office_address="上海市浦东新区路123号",
        ownership="private",
        main_business="企业软件开发与实施",
        special_requirements="客户需合同加盖公章原件,不接受电子章",
        risk_alert="客户付款周期较长,需提前确认账期",
        notes="重点维护",
    )
    add(
        Contact(
            customer_id=customer_id,
            name="李*",
            title="IT部经理",
            mobile=parse_phone("13912345678"),
            email="li@keji.example.com",
            is_primary=True,
        )
    )
    add(
        Need(
            customer_id=customer_id,
            title="定制化CRM系统",
            urgency="high",
            budget=parse_money_range("80-120万元"),
        )
    )
    add(
        *(
            DecisionStep(customer_id=customer_id, position=position, name=name, role=role)
            for position, name, role in ((3, "CEO", "approves"), (1, "IT部", "initiates"), (2, "采购部", "reviews"))
        )
    )
    (talk,) = add(
        Interaction(
            customer_id=customer_id,
            occurred=at("2023-10-20"),
            method="visit",
            logged_by="王*",
            summary="客户反馈系统功能需增加数据导出模块",
            feedback="对报价满意,需下周提供demo演示",
        )
    )
    add(Followup(customer_id=customer_id, interaction_id=talk, title="安排demo演示", due=at("2023-10-27")))
    return customer_id


@pytest.fixture
def form_c_individual(add_customer) -> CustomerId:
    """The individual of form C's example."""
    return add_customer(
        account_type="individual",
        name="张*",
        occupation="教师",
        age_band="25_30",
        phone=parse_phone("13912345678"),
        home_address="北京市朝阳区小区",
        interests="健身、摄影",
        buying_habits="偏好线上购买",
    )
