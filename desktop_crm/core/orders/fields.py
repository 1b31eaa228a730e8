"""How each field of an order is named, shown, edited, searched, imported and exported."""

from desktop_crm.core.fields import Field, FieldType, Mask, RecordFields, Search
from desktop_crm.core.i18n import N_
from desktop_crm.core.kinds import Kind
from desktop_crm.core.orders import choices

_ORDER = N_("Order")
_REMARKS = N_("Remarks")

FIELDS = RecordFields(
    Kind.ORDERS,
    (
        Field(
            "customer_id",
            N_("Customer"),
            FieldType.REFERENCE,
            section=_ORDER,
            refers_to=Kind.CUSTOMERS,
            required=True,
            in_table=True,
            aliases=("客户名称", "公司", "公司名称", "company", "company name", "account", "customer name"),
        ),
        Field(
            "ordered",
            N_("Order date"),
            FieldType.DAY,
            section=_ORDER,
            requirement="O-01",
            required=True,
            in_table=True,
            aliases=("购买日期", "下单日期", "签约日期", "成交日期", "日期", "date", "order date"),
        ),
        Field(
            "product",
            N_("Product or service"),
            section=_ORDER,
            requirement="O-01",
            required=True,
            search=Search.TEXT,
            in_table=True,
            aliases=("产品", "产品名称", "商品", "产品或服务详情", "item"),
        ),
        Field(
            "amount",
            N_("Amount"),
            FieldType.MONEY,
            section=_ORDER,
            requirement="O-01",
            mask=Mask.AMOUNT,
            in_table=True,
            aliases=("交易金额", "成交金额", "订单金额", "合同金额", "total", "price"),
        ),
        Field(
            "status",
            N_("State"),
            FieldType.CHOICE,
            section=_ORDER,
            choices=choices.STATUSES,
            in_table=True,
            aliases=("status",),
        ),
        Field(
            "order_number",
            N_("Order number"),
            section=_ORDER,
            search=Search.IDENTITY,
            aliases=("订单编号", "合同编号", "order no"),
        ),
        Field(
            "deal_id", N_("Opportunity"), FieldType.REFERENCE, section=_ORDER, requirement="O-04", refers_to=Kind.DEALS
        ),
        Field(
            "contract_id",
            N_("Contract"),
            FieldType.REFERENCE,
            section=_ORDER,
            requirement="O-05",
            refers_to=Kind.CONTRACTS,
        ),
        Field(
            "payment_terms",
            N_("Payment terms"),
            section=_ORDER,
            requirement="O-07",
            aliases=("付款周期",),
        ),
        Field(
            "owner",
            N_("Salesperson"),
            section=_REMARKS,
            requirement="O-03",
            in_table=True,
            aliases=("owner", "跟进责任人"),
        ),
        Field(
            "notes", N_("Notes"), FieldType.LONG_TEXT, section=_REMARKS, search=Search.TEXT, aliases=("remark", "note")
        ),
        Field(
            "confidential",
            N_("Confidential"),
            FieldType.YES_NO,
            section=_REMARKS,
            requirement="P-04",
            aliases=("保密标记", "是否保密", "confidentiality"),
        ),
        Field("unplaced", N_("Other imported values"), FieldType.UNPLACED, section=_REMARKS, search=Search.TEXT),
    ),
    sheet_aliases=("订单", "交易", "成交记录", "历史交易记录", "deals", "sales", "order"),
    named_by="product",
    dated_by="ordered",
    same_by=("customer_id", "ordered", "product", "amount"),
    known_by=("product", "amount", "ordered"),
)
