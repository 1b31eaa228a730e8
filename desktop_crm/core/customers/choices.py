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

# The sections of GB/T 4754-2017, each followed by those of its divisions that field reps name most often; a section
# with one division is that division. Files may name either by its letter and number. The list is open.
INDUSTRIES = ChoiceList(
    "industries",
    N_("Industries"),
    (
        Choice("section_a", N_("Agriculture, forestry, animal husbandry and fishery"), ("A", "农林牧渔业", "农林牧渔")),
        Choice("agriculture", N_("Agriculture"), ("A01",)),
        Choice("section_b", N_("Mining"), ("B", "采矿", "矿业")),
        Choice("section_c", N_("Manufacturing"), ("C", "制造", "工业")),
        Choice("food_processing", N_("Food processing"), ("C13", "食品加工")),
        Choice("textiles", N_("Textiles"), ("C17", "纺织")),
        Choice("chemicals", N_("Chemical manufacturing"), ("C26", "化工", "化学原料和化学制品")),
        Choice("pharma", N_("Pharmaceutical manufacturing"), ("C27", "医药", "制药")),
        Choice("general_equipment", N_("General equipment manufacturing"), ("C34", "机械制造")),
        Choice("automotive", N_("Automobile manufacturing"), ("C36", "汽车")),
        Choice(
            "electronics",
            N_("Electronic equipment manufacturing"),
            ("C39", "电子", "计算机通信和其他电子设备制造业"),
        ),
        Choice("section_d", N_("Electricity, heat, gas and water supply"), ("D", "水电燃气", "公用事业")),
        Choice("utilities", N_("Power and heat supply"), ("D44", "电力")),
        Choice("section_e", N_("Construction industry"), ("E", "建筑")),
        Choice("construction", N_("Building construction"), ("E47",)),
        Choice("section_f", N_("Wholesale and retail trade"), ("F", "批发零售", "批发零售业", "商贸", "贸易")),
        Choice("wholesale", N_("Wholesale"), ("F51", "批发")),
        Choice("retail", N_("Retail"), ("F52", "零售")),
        Choice("section_g", N_("Transport, storage and post"), ("G", "交通运输", "物流业")),
        Choice("road_transport", N_("Road transport"), ("G54", "物流", "运输")),
        Choice("storage", N_("Loading and storage"), ("G59", "仓储")),
        Choice("section_h", N_("Accommodation and catering"), ("H", "酒店餐饮", "住宿餐饮业")),
        Choice("lodging", N_("Accommodation"), ("H61", "酒店")),
        Choice("catering", N_("Catering"), ("H62", "餐饮")),
        Choice("section_i", N_("Information transmission, software and IT services"), ("I",)),
        Choice("telecom", N_("Telecommunication"), ("I63", "电信")),
        Choice("internet", N_("Internet services"), ("I64", "互联网", "电子商务")),
        Choice("software", N_("Software and IT services"), ("I65", "软件", "信息技术", "软件开发", "IT")),
        Choice("section_j", N_("Finance industry"), ("J", "金融")),
        Choice("finance", N_("Financial services"), ("J66", "银行")),
        Choice("insurance", N_("Insurance"), ("J68", "保险")),
        Choice("real_estate", N_("Real estate"), ("K", "K70", "房地产")),
        Choice("section_l", N_("Leasing and business services"), ("L", "租赁商务服务业")),
        Choice("business_services", N_("Business services"), ("L72", "商务服务")),
        Choice("section_m", N_("Scientific research and technical services"), ("M", "科研技术服务")),
        Choice("research", N_("Research and development"), ("M73", "科研")),
        Choice("section_n", N_("Water, environment and public facilities"), ("N", "水利环境", "环保")),
        Choice("section_o", N_("Household, repair and other services"), ("O", "居民服务业", "居民服务")),
        Choice("education", N_("Education"), ("P", "P83", "教育行业", "教育业")),
        Choice("section_q", N_("Health and social work"), ("Q", "卫生社会工作")),
        Choice("health", N_("Health care"), ("Q84", "医疗")),
        Choice("culture", N_("Culture, sports and entertainment"), ("R", "文娱")),
        Choice(
            "section_s",
            N_("Public administration, social security and social organizations"),
            ("S", "政府", "政府机关", "公共管理"),
        ),
        Choice("section_t", N_("International organizations"), ("T",)),
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
        Choice("revenue_under_50m", N_("Revenue under 50 million yuan"), ("营收5000万以下", "5000万以下")),
        Choice("revenue_50m_100m", N_("Revenue of 50–100 million yuan"), ("营收5000万-1亿", "5000万-1亿")),
        Choice("revenue_100m_500m", N_("Revenue of 100–500 million yuan"), ("营收1-5亿", "1-5亿")),
        Choice("revenue_over_500m", N_("Revenue over 500 million yuan"), ("营收5亿以上", "5亿以上")),
    ),
)

OWNERSHIPS = ChoiceList(
    "ownerships",
    N_("Ownership types"),
    (
        Choice("state", N_("State-owned"), ("国有", "国有企业", "央企")),
        Choice("private", N_("Private"), ("民营", "民营企业", "私企", "私营")),
        Choice("foreign", N_("Foreign-owned"), ("外资", "外资企业", "外商独资")),
        Choice("joint_venture", N_("Joint venture"), ("合资企业", "中外合资")),
        Choice("collective", N_("Collectively owned"), ("集体", "集体所有制")),
        Choice("public", N_("Public institution"), ("机关", "政府机关", "机关事业单位")),
        Choice("other", N_("Other"), ("其它",)),
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

HIGH_VALUE, POTENTIAL, REGULAR, AT_RISK = "high_value", "potential", "regular", "at_risk"

TIERS = ChoiceList(
    "tiers",
    N_("Tiers"),
    (
        Choice(HIGH_VALUE, N_("High value"), ("高价值客户", "A", "A类")),
        Choice(POTENTIAL, N_("Potential"), ("潜力客户", "B", "B类")),
        Choice(REGULAR, N_("Regular"), ("普通客户", "C", "C类")),
        Choice(AT_RISK, N_("Churn risk"), ("流失风险客户", "风险客户")),
    ),
    open=False,
)
