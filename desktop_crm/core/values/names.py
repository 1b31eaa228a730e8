"""Names of companies and people: how alike two companies are, and what of a name others may see (P-05)."""

import re
from unicodedata import normalize

from desktop_crm.core.values.places import PLACES

_COMPOUND_SURNAMES = """
欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔
申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 巫马 公西 颛孙 壤驷 公良 漆雕 乐正
宰父 谷梁 拓跋 夹谷 轩辕 令狐 段干 百里 呼延 东郭 南门 羊舌 微生 公户 公玉 梁丘 左丘 东门 西门 第五
"""
COMPOUND_SURNAMES = frozenset(_COMPOUND_SURNAMES.split())

_LEGAL_WORDS = "集团|控股|股份|有限|责任|合伙|企业|普通|特殊|总公司|公司"
_KINDS_OF_BUSINESS = """
科技 网络 信息 技术 软件 电子 通信 通讯 智能 数据 互联网 计算机 系统 集成 商贸 贸易 进出口 实业 工业 商业
工程 建筑 建设 建材 装饰 装修 设计 机械 设备 仪器 制造 汽车 汽配 轮胎 医药 药业 制药 医疗 器械 生物 健康
食品 饮料 酒业 餐饮 餐饮管理 酒店 酒店管理 旅游 旅行社 物流 运输 货运 快递 供应链 供应链管理 教育 培训 咨询
管理 企业管理 服务 文化 传媒 传播 广告 影视 投资 投资管理 金融 保险 证券 银行 基金 资产 资产管理 租赁 房地产
地产 置业 物业 物业管理 能源 电力 电气 环保 环境 化工 化学 材料 新材料 农业 园林 家具 家居 家电 服装 服饰
纺织 印刷 包装 百货 超市 钢铁 金属 矿业 航空 港口 人力资源 律师 会计师 事务所 医院 诊所 学校 大学 学院
研究院 研究所 协会 商行 商店 经营部 工作室 中心 厂 店
"""
_KINDS = "|".join(sorted(_KINDS_OF_BUSINESS.split(), key=len, reverse=True))
_LATIN_FORMS = """
co company corp corporation inc incorporated ltd limited llc llp lp plc pllc gmbh ag kg ohg se sa sas sarl
srl spa bv nv ab as oy oyj aps kk pty pte sdn bhd group holding holdings
"""
_LATIN_SUFFIXES = tuple(_LATIN_FORMS.split())

_LEGAL_END = re.compile(rf"(?:{_LEGAL_WORDS})+$")
_LEGAL_ONLY = re.compile(rf"(?:{_LEGAL_WORDS})+")
_KINDS_ONLY = re.compile(rf"(?:{_KINDS})+")
_BRACKETED = re.compile(r"[(\[【〔]([^()\[\]【】〔〕]*)[)\]】〕]")
_TOKEN = re.compile(r"[^\W_]+")
_CHINESE = re.compile(r"[\u3400-\u9fff〇\U00020000-\U0003ffff]")
_CHINESE_END = re.compile(rf"(?P<kind>(?:{_KINDS})*)(?P<form>(?:{_LEGAL_WORDS})*)$")
_LATIN_END = re.compile(rf"[\s,]+((?:(?:{'|'.join(_LATIN_SUFFIXES)})\b\.?[\s,]*)+)$", re.IGNORECASE)

_LONGEST_NAME = 200  # what comes after it is no name, and the patterns need not read it

HIDDEN = "***"
"""What stands for a value of which nothing may be seen."""


def _folded(name: str) -> str:
    return normalize("NFKC", name[:_LONGEST_NAME]).casefold().strip()


def without_place(name: str) -> str:
    """The name without the province and city at its beginning, unless too little would be left to know it by."""
    match = PLACES.match(name)
    rest = name[match.end() :] if match else name
    core = _LEGAL_END.sub("", rest)
    return name if len(core) < 2 or _KINDS_ONLY.fullmatch(core) else rest


def _without_brackets(match: re.Match[str]) -> str:
    """What the brackets hold, but nothing of a place or a legal form."""
    content = "".join(match[1].split())
    return "" if PLACES.fullmatch(content) or _LEGAL_ONLY.fullmatch(content) else f" {content} "


def normal_company(name: str) -> str:
    """The words by which a company is known, folded: without its legal form, its place in front and punctuation.

    Chinese stands without blanks, other words are kept apart by one. A name that is nothing but such words stays whole.
    """
    folded = _folded(name)
    words = _TOKEN.findall(_BRACKETED.sub(_without_brackets, folded).replace(".", "").replace("'", ""))
    while len(words) > 1 and words[-1] in _LATIN_SUFFIXES:
        words.pop()
    if len(words) > 1 and words[0] == "the":
        words.pop(0)
    text = re.sub(rf"(?<={_CHINESE.pattern}) | (?={_CHINESE.pattern})", "", " ".join(words))
    core = _LEGAL_END.sub("", without_place(text))
    return core or text or folded


def without_form(name: str) -> str:
    """The name without its legal form: 杭州云帆科技 of 杭州云帆科技有限公司; one that is nothing else stays whole."""
    folded = _folded(name)
    return _LEGAL_END.sub("", folded) or folded


def brand_of(name: str) -> str:
    """The part of a company's normal name that tells it from others in its business: 云帆 of 杭州云帆科技有限公司.

    A name that consists of its kind of business alone is its own brand.
    """
    normal = normal_company(name)
    end = _CHINESE_END.search(normal)
    return normal[: end.start()] if end and end.start() else normal


def likeness_key(name: str) -> str:
    """What `likeness` compares: the Chinese characters of the normal name in order, then its other words in order."""
    normal = normal_company(name)
    words = _CHINESE.sub(" ", normal).split()
    return " ".join(["".join(sorted(_CHINESE.findall(normal))), *sorted(words)]).strip()


def likeness(first: str, second: str) -> float:
    """How alike two companies' names are, 0 to 100: the same firm written otherwise is 100, another one below 90."""
    from rapidfuzz import fuzz  # noqa: PLC0415 - costs 60 ms of start-up, needed only where duplicates are looked for

    one, other = likeness_key(first), likeness_key(second)
    return float(fuzz.ratio(one, other)) if one and other else 0.0


def surname_length(name: str) -> int:
    """How many characters of a Chinese name are the surname: 2 for a compound one with a given name behind it."""
    return 2 if len(name) > 2 and name[:2] in COMPOUND_SURNAMES else 1


def mask_person(name: str) -> str:
    """The surname with a star: 张三 → 张*, 欧阳明 → 欧阳*; of another script the first letter, John Smith → J*."""
    plain = normalize("NFKC", name).strip()
    if not plain:
        return ""
    return plain[: surname_length(plain)] + "*"


def mask_company(name: str) -> str:
    """The kind of business and the legal form behind a star: 云帆科技有限公司 → *科技有限公司, Acme Ltd. → * Ltd."""
    plain = normalize("NFKC", name[:_LONGEST_NAME]).strip()
    if not plain:
        return ""
    # Brackets hold a place or a branch, which would tell; or the legal form, which does not.
    plain = _BRACKETED.sub(lambda match: match[1] if _LEGAL_ONLY.fullmatch(match[1]) else "", plain).strip()
    if latin := _LATIN_END.search(plain):
        return f"* {latin[1].strip()}"
    if end := _CHINESE_END.search(plain):
        # A name made of such words alone would be shown whole.
        return "*" + (end["form"] if end.start() == 0 else end[0])
    return "*"


def mask_phone(text: str) -> str:
    """The last four digits, of eleven or more also the first three: 139****5678."""
    numbers = "".join(c for c in normalize("NFKC", text).strip().removeprefix("+86") if c.isdigit())
    if not text.strip():
        return ""
    if len(numbers) < 7:
        return "****"
    return (numbers[:3] if len(numbers) >= 11 else "") + "****" + numbers[-4:]


def mask_email(text: str) -> str:
    """The first character and the domain: l***@example.com."""
    name, at, domain = text.strip().rpartition("@")
    if not text.strip():
        return ""
    return f"{name[0]}***@{domain}" if at and name else HIDDEN


def mask_uscc(code: str) -> str:
    """The last four characters: ****DD20."""
    if not code:
        return ""
    return "****" + (code[-4:] if len(code) > 8 else "")
