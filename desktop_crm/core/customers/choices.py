"""The drop-down lists of a customer's fields."""

from desktop_crm.core.choices import Choice, ChoiceList
from desktop_crm.core.i18n import N_

COMPANY = "company"
INDIVIDUAL = "individual"

ACCOUNT_TYPES = ChoiceList(
    "account_types",
    N_("Account types"),
    (
        Choice(COMPANY, N_("Company"), ("企业", "公司", "公司客户", "enterprise", "business")),
        Choice(INDIVIDUAL, N_("Individual"), ("个人", "person", "consumer")),
    ),
    open=False,
)

PROSPECT, INTERESTED, WON, CHURNED = "prospect", "interested", "won", "churned"

STATUSES = ChoiceList(
    "statuses",
    N_("Lifecycle statuses"),
    (
        Choice(PROSPECT, N_("Prospect"), ("潜在客户", "lead", "线索", "cold")),
        Choice(INTERESTED, N_("Interested"), ("意向客户", "意向", "opportunity", "warm")),
        Choice(WON, N_("Won"), ("成交客户", "已成交", "customer", "合作客户", "in-contract")),
        Choice(CHURNED, N_("Churned"), ("流失客户", "已流失", "lost", "inactive")),
    ),
    open=False,
)

CHURN_REASONS = ChoiceList(
    "churn_reasons",
    N_("Churn reasons"),
    (
        Choice("service", N_("Unhappy with the service"), ("服务不满意",)),
        Choice("competitor", N_("Went to a competitor"), ("竞品",)),
        Choice("price", N_("Price"), ("价格过高",)),
        Choice("need_gone", N_("Need no longer exists"), ("无需求",)),
        Choice("other", N_("Other"), ("其它",)),
    ),
)

SOURCES = ChoiceList(
    "sources",
    N_("Sources"),
    (
        Choice("visit", N_("Customer visit"), ("拜访",)),
        Choice("online", N_("Online inquiry"), ("线上", "网站咨询")),
        Choice("trade_fair", N_("Trade fair"), ("展会",)),
        Choice("data_platform", N_("Third-party data platform"), ("第三方数据",)),
        Choice("first_talk", N_("First conversation"), ()),
        Choice("website", N_("Company website"), ("官网",)),
        Choice("industry_report", N_("Industry report"), ()),
        Choice("past_business", N_("Past business"), ("历史合作",)),
        Choice("sales_feedback", N_("Feedback from sales"), ()),
        Choice("referral", N_("Referral by a customer"), ("转介绍", "老客户介绍", "referral")),
        Choice("campaign", N_("Marketing campaign"), ("市场活动",)),
    ),
)

FLAGS = ChoiceList(
    "flags",
    N_("Key flags"),
    (
        Choice("high_potential", N_("High potential"), ("高潜力",)),
        Choice("at_risk", N_("At risk"), ("风险",)),
        Choice("key_account", N_("Key account"), ("重点维护", "重点客户", "大客户")),
    ),
)

# The names of GB/T 4754 divisions that the mission and field reps name most often; the list is open.
INDUSTRIES = ChoiceList(
    "industries",
    N_("Industries"),
    (
        Choice("agriculture", N_("Agriculture"), ()),
        Choice("food_processing", N_("Food processing"), ()),
        Choice("textiles", N_("Textiles"), ()),
        Choice("chemicals", N_("Chemical manufacturing"), ("化工", "化学原料和化学制品")),
        Choice("pharma", N_("Pharmaceutical manufacturing"), ("医药", "制药")),
        Choice("general_equipment", N_("General equipment manufacturing"), ("机械制造",)),
        Choice("automotive", N_("Automobile manufacturing"), ("汽车",)),
        Choice("electronics", N_("Electronic equipment manufacturing"), ("电子", "计算机通信和其他电子设备制造业")),
        Choice("utilities", N_("Power and heat supply"), ("电力",)),
        Choice("construction", N_("Building construction"), ("建筑业", "建筑")),
        Choice("wholesale", N_("Wholesale"), ("批发",)),
        Choice("retail", N_("Retail"), ("零售",)),
        Choice("road_transport", N_("Road transport"), ("物流", "运输")),
        Choice("storage", N_("Loading and storage"), ("仓储",)),
        Choice("lodging", N_("Accommodation"), ("酒店",)),
        Choice("catering", N_("Catering"), ("餐饮",)),
        Choice("telecom", N_("Telecommunication"), ("电信",)),
        Choice("internet", N_("Internet services"), ("互联网", "电子商务")),
        Choice("software", N_("Software and IT services"), ("软件", "信息技术", "软件开发", "IT")),
        Choice("finance", N_("Financial services"), ("金融业", "金融")),
        Choice("insurance", N_("Insurance"), ("保险",)),
        Choice("real_estate", N_("Real estate"), ("房地产",)),
        Choice("business_services", N_("Business services"), ("商务服务",)),
        Choice("research", N_("Research and development"), ("科研",)),
        Choice("education", N_("Education"), ("教育行业",)),
        Choice("health", N_("Health care"), ("医疗",)),
        Choice("culture", N_("Culture, sports and entertainment"), ("文娱",)),
    ),
)

SIZES = ChoiceList(
    "sizes",
    N_("Company sizes"),
    (
        Choice("start_up", N_("Start-up"), ("初创", "初创企业")),
        Choice("small_medium", N_("Small or medium"), ("中小型", "中小企业", "中小型企业")),
        Choice("large", N_("Large"), ("大型", "大型企业")),
        Choice("under_50", N_("Under 50 people"), ("50人以下", "1-50人", "<50")),
        Choice("50_100", N_("50–100 people"), ("50-100人",)),
        Choice("100_500", N_("100–500 people"), ("100-500人",)),
        Choice("over_500", N_("Over 500 people"), ("500人以上", ">500")),
    ),
)

OWNERSHIPS = ChoiceList(
    "ownerships",
    N_("Ownership types"),
    (
        Choice("state", N_("State-owned"), ("国有", "国有企业")),
        Choice("private", N_("Private"), ("民营", "民营企业", "私企")),
        Choice("foreign", N_("Foreign-owned"), ("外资", "外资企业")),
        Choice("joint_venture", N_("Joint venture"), ("合资企业", "中外合资")),
    ),
)

AGE_BANDS = ChoiceList(
    "age_bands",
    N_("Age bands"),
    (
        Choice("under_25", N_("Under 25"), ("25岁以下",)),
        Choice("25_30", N_("25–30"), ("25-30岁", "25-30")),
        Choice("30_40", N_("30–40"), ("30-40岁", "30-40")),
        Choice("40_50", N_("40–50"), ("40-50岁", "40-50")),
        Choice("over_50", N_("Over 50"), ("50岁以上",)),
    ),
)
