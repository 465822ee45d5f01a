"""Fixed values that pages are made of: a full record of each kind, and the summaries around it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from generator.model.views import CertificateSummary, EnterpriseSummary, NoticeSummary, StandardSummary
from generator.schema.certificate import Basis, CategoryScore, Certificate, Event, Score, Site
from generator.schema.enterprise import (
    Contact,
    CreditNote,
    Enterprise,
    FormerName,
    Honour,
    NegativeRecord,
    Objection,
    Picture,
    Product,
    Qualification,
    Video,
    Website,
    WeChat,
)
from generator.schema.issuer import Approval, Issuer
from generator.schema.notice import Notice, NoticeEntry
from generator.schema.scheme import Grade, Indicator, NoticeRule, Scheme, Source, Step
from generator.schema.standard import Standard
from generator.settings import Settings

SETTINGS = Settings(
    name="立信信用名片平台",
    url="https://lixin.example.com/",
    name_en="Lixin Credit Cards",
    description="企业信用名片与证书的公开登记。",
    operator="立信示例运营单位",
    phone="400-000-0000",
    email="service@example.com",
    hours="工作日 9:00—17:30",
    icp_number="示例ICP备00000000号",
    demo=True,
)
CODE = "91110101PDY00001XN"


def grade(id: str, name: str, name_en: str, awardable: bool = True, floor: str | None = None) -> Grade:
    return Grade(id=id, name=name, name_en=name_en, awardable=awardable, from_points=Decimal(floor) if floor else None)


CERTIFICATION = Scheme(
    id="after-sales-certification",
    name="商品售后服务评价体系认证",
    name_en="After-sales service certification",
    short_name="售后服务认证",
    kind="certification",
    summary="依据 GB/T 27922-2011，对企业售后服务体系、商品服务和顾客服务打分评级，满分 100 分，七十分以上授予级别。",
    basis=(Basis(standard="gbt-27922-2011", edition="2011"),),
    covers=("gbt-31526-2015",),
    grades=(
        grade("pass", "达标级", "Pass", floor="70"),
        grade("3", "三星级", "Three stars", floor="80"),
        grade("4", "四星级", "Four stars", floor="90"),
        grade("5", "五星级", "Five stars", floor="95"),
    ),
    direction="ascending",
    full_points=Decimal(100),
    special_deductions_below=5,
    indicators=(
        Indicator(
            name="售后服务体系",
            clause="5.1",
            points=Decimal(40),
            children=(Indicator(name="组织架构"), Indicator(name="人员配置"), Indicator(name="资源配置")),
        ),
        Indicator(
            name="商品服务",
            clause="5.2",
            points=Decimal(35),
            children=(
                Indicator(name="商品信息"),
                Indicator(name="技术支持", note="含安装"),
            ),
        ),
        Indicator(
            name="顾客服务",
            clause="5.3",
            points=Decimal(25),
            children=(Indicator(name="投诉处理", formula="处理数 ÷ 投诉数"),),
        ),
    ),
    validity_months=36,
    surveillance_months=12,
    recertification=True,
    notice=NoticeRule(required=True, minimum_days=7, note="公示形式为网站、公告栏或媒体。"),
    audience="有售后服务活动的企业，不限行业与规模。",
    eligibility=("有成文的售后服务体系", "有专职的售后服务人员", "设有售后服务专项资金"),
    exclusions=("近一年发生重大售后事故",),
    methods=("文件调查", "现场调查"),
    materials=("认证申请书", "法律地位证明", "多场所时每处一份证明"),
    steps=(
        Step(name="申请与材料", detail="提交申请书和材料。"),
        Step(name="评审与合同"),
        Step(name="文件审查"),
        Step(name="现场审核与打分"),
        Step(name="评定与发证"),
    ),
    must_report=("发生重大投诉", "法律地位或所有权变更"),
    coverage=("服务管理", "服务网点"),
    data_sources=("国家公示数据",),
    number_pattern="LXC-[0-9]{4}-[0-9]{6}",
    stop_rules=("重大质量和安全事故", "失信被执行人"),
    uses=("诚信形象", "招投标"),
    caveats=("不同领域的星级不可比较，服务认证共有 22 个领域。",),
    unknowns=("十五项指标各自的分值",),
    sources=(
        Source(title="国家标准 GB/T 27922-2011", gives=("grades", "indicators"), note="标准文本"),
        Source(title="实施规则", gives=("validity_months", "surveillance_months", "special_deductions_below")),
    ),
    duration="约一个月",
    disqualifiers=("列入严重失信主体名单",),
)
ASSESSMENT = Scheme(
    id="after-sales-assessment",
    name="企业售后服务能力测评",
    name_en="After-sales capability assessment",
    short_name="售后测评",
    kind="assessment",
    summary="以信用服务为基础，对企业的售后服务能力进行测评。",
    grades=(
        grade("1", "一级", "Level 1", False),
        grade("2", "二级", "Level 2", False),
        grade("3", "三级", "Level 3"),
        grade("4", "四级", "Level 4"),
        grade("5", "五级", "Level 5"),
    ),
    direction="ascending",
    basis=(Basis(standard="gbt-27922-2011", edition="2011"),),
)
UNRANKED = Scheme(
    id="it-service-credit",
    name="信息技术服务企业信用等级",
    name_en="IT service credit grade",
    short_name="信息服务信用",
    kind="credit-grade",
    summary="依据 DB23/T 3819—2024 评定。",
    grades=(grade("A", "A", "A"), grade("B", "B", "B"), grade("C", "C", "C")),
    direction="unranked",
    direction_note="标准 3.2 写明等级按违约风险由高到低为 A、B、C，疑为笔误。",
)
ISSUER = Issuer(
    id="demo-cert",
    name="衡鉴认证（示例）有限公司",
    name_en="Hengjian Certification (Demo) Co., Ltd.",
    short_name="衡鉴认证",
    demo=True,
    credit_code="91110101PDY00002XH",
    approvals=(
        Approval(
            kind="cnca",
            number="CNCA-R-2016-999",
            schemes=("after-sales-certification",),
            valid_from=date(2016, 5, 1),
            valid_until=date(2028, 4, 30),
        ),
        Approval(
            kind="platform",
            number="LX-P-07",
            schemes=("after-sales-assessment",),
            valid_from=date(2018, 1, 1),
            revoked_on=date(2025, 3, 1),
            revocation_reason="连续两年未提交年度报告。",
        ),
    ),
    business_scope="服务认证。",
    introduction="专注服务认证的示例机构。",
    address="北京市东城区示例路 1 号",
    phone="010-00000000",
    email="ask@example.com",
    website="https://issuer.example.com/",
)
ENTERPRISE = Enterprise(
    credit_code=CODE,
    name="北京云栈信息技术服务有限公司",
    name_en="Beijing Yunzhan IT Services Co., Ltd.",
    short_name="云栈信息",
    former_names=(FormerName(name="北京云栈科技有限公司", until=date(2019, 6, 1)),),
    demo=True,
    region="110101",
    industry="I",
    founded_on=date(2012, 3, 18),
    registered_capital="5000 万元人民币",
    headcount=1286,
    address="北京市东城区示例大街 8 号云栈大厦 12 层",
    business_scope="技术服务、技术开发、技术咨询；计算机系统服务；数据处理和存储支持服务。",
    introduction="云栈信息为制造和零售企业提供系统集成与运维服务。\n公司在全国设有 23 个服务网点。",
    products=(
        Product(name="云栈运维台", summary="统一的运维工单与监控平台。", image="demo/desk.jpg"),
        Product(name="现场服务", summary="备件四小时到场。"),
    ),
    honours=(
        Honour(title="示例区优秀服务企业", awarded_by="示例区商会", awarded_on=date(2023, 12, 1), scope="信息服务"),
    ),
    qualifications=(
        Qualification(
            title="信息安全服务资质", number="ISS-000-1", issued_by="示例评定中心", valid_until=date(2027, 5, 1)
        ),
    ),
    contacts=(
        Contact(purpose="售后服务", person="王经理", phone="010-00000000", email="care@example.com"),
        Contact(purpose="商务", phone="138****1234"),
    ),
    websites=(Website(url="https://www.yunzhan.example.com/", label="公司网站"),),
    wechat=(WeChat(kind="subscription", name="云栈服务", account="yunzhan-demo"),),
    logo="demo/cloud.svg",
    gallery=(Picture(image="demo/desk.jpg", caption="服务台"),),
    videos=(Video(title="服务流程介绍", url="https://video.example.com/a"),),
    credit_notes=(
        CreditNote(
            part="contract-performance",
            text="近三年签订合同 412 份，按期履行 411 份。",
            source="企业年报（演示）",
            as_of=date(2026, 3, 1),
        ),
        CreditNote(
            part="after-sales-service", text="客户满意度 96.2%。", source="第三方回访（演示）", as_of=date(2026, 1, 15)
        ),
        CreditNote(
            part="information-security", text="全年无信息安全事件。", source="内部审计（演示）", as_of=date(2026, 2, 1)
        ),
    ),
    negative_records=(
        NegativeRecord(
            title="未按期公示年度报告",
            authority="示例区市场监管部门（演示）",
            reference="示例〔2026〕1 号",
            severity="minor",
            published_on=date(2026, 9, 1),
            display_until=date(2026, 12, 1),
            text="已补报。",
        ),
    ),
    objections=(Objection(about="信用记录：合同履约份数", raised_on=date(2026, 10, 20), status="open"),),
)
CERTIFICATE = Certificate(
    number="LXC-2024-000123",
    scheme=CERTIFICATION.id,
    holder=CODE,
    issuer=ISSUER.id,
    grade="4",
    score=Score(
        total=Decimal("92.5"),
        categories=(
            CategoryScore(path="售后服务体系", points=Decimal("37.5"), applicable=Decimal(40)),
            CategoryScore(path="商品服务", points=Decimal(32), applicable=Decimal(35)),
            CategoryScore(path="顾客服务", points=Decimal(23), applicable=Decimal(25)),
        ),
        special_deductions=1,
        bonus=1,
    ),
    first_issued_on=date(2021, 3, 1),
    issued_on=date(2024, 3, 1),
    valid_from=date(2024, 3, 1),
    valid_until=date(2027, 2, 28),
    decided_on=date(2024, 2, 26),
    reported_on=date(2024, 3, 5),
    basis=(Basis(standard="gbt-27922-2011", edition="2011", clause="5"),),
    scope="计算机信息系统集成及运维服务的售后服务（安装、维修、技术支持、投诉处理）。",
    scope_en="After-sales service of system integration and operation.",
    service_field="SC 03",
    headcount=320,
    sites=(
        Site(name="总部", address="北京市东城区示例大街 8 号"),
        Site(name="上海服务中心", address="上海市浦东新区示例路 66 号"),
    ),
    notice="n-2024-01",
    events=(
        Event(kind="issued", date=date(2024, 3, 1), description="初次颁发后换证。"),
        Event(kind="surveillance", date=date(2025, 2, 20), description="现场监督，保持。"),
        Event(kind="suspended", date=date(2025, 9, 1), until=date(2025, 12, 1), reason="未按期接受监督审核"),
        Event(kind="reinstated", date=date(2025, 11, 10)),
    ),
    accreditation_mark="示例认可标识",
    parent="LXA-2024-000007",
    objections=(
        Objection(
            about="业务范围",
            raised_on=date(2025, 3, 1),
            status="rejected",
            answered_on=date(2025, 3, 15),
            answer="经核实范围无误。",
        ),
    ),
)
STANDARDS = (
    StandardSummary("gbt-27922-2011", "GB/T 27922-2011", "商品售后服务评价体系", date(2012, 2, 1), None, None, None),
    StandardSummary(
        "gbt-31526-2015",
        "GB/T 31526-2015",
        "电子商务平台服务质量评价与等级划分",
        date(2015, 12, 1),
        date(2025, 12, 1),
        "gbt-31526-2025",
        "GB/T 31526-2025",
    ),
)
HOLDER = EnterpriseSummary(
    CODE,
    ENTERPRISE.name,
    ENTERPRISE.short_name,
    ENTERPRISE.name_en,
    ENTERPRISE.region,
    ENTERPRISE.industry,
    True,
    None,
    False,
)
LONG_NAMED = EnterpriseSummary(
    "91440305PDY00001XB",
    "深圳市岭南星河跨境电子商务供应链综合服务与国际贸易数字化平台（集团）股份有限公司",
    "岭南星河",
    None,
    "440305",
    "F",
    True,
    None,
    False,
)


def summary(
    number: str, scheme: Scheme, grade_name: str | None, schedule: str, holder: EnterpriseSummary = HOLDER
) -> CertificateSummary:
    return CertificateSummary(
        number,
        scheme.id,
        scheme.name,
        scheme.kind,
        None,
        grade_name,
        holder.credit_code,
        holder.name,
        ISSUER.id,
        ISSUER.name,
        date(2024, 3, 1),
        date(2024, 3, 1),
        date(2027, 2, 28),
        schedule,
        True,
        False,
    )


VALID = "0001-01-01 not-yet-valid|2024-03-01 valid"
SUMMARIES = (
    summary("LXC-2024-000123", CERTIFICATION, "四星级", VALID + "|2027-03-01 expired"),
    summary("LXA-2024-000007", ASSESSMENT, "三级（共五级）", VALID + "|2026-01-01 suspended", LONG_NAMED),
    summary("LXA-2023-000009", ASSESSMENT, "五级（最高）", VALID + "|2025-01-01 revoked"),
    summary("LXI-2023-000001", UNRANKED, "A", VALID + "|2025-03-01 expired"),
    summary("LXI-2027-000001", UNRANKED, None, "0001-01-01 not-yet-valid|2027-03-01 valid"),
    summary("LXA-2023-000019", ASSESSMENT, "五级（最高）", VALID + "|2025-01-01 invalid", LONG_NAMED),
    summary("LXA-2023-000029", ASSESSMENT, "五级（最高）", VALID + "|2025-01-01 cancelled"),
)
RUNNING = NoticeSummary(
    "n-2024-01",
    "关于拟授予售后服务认证四星级企业的公示",
    CERTIFICATION.name,
    date(2026, 11, 10),
    date(2026, 11, 30),
    None,
    True,
)
CLOSED = NoticeSummary(
    "n-2024-02",
    "售后服务能力测评结果公示（2024 年第一批）",
    ASSESSMENT.name,
    date(2024, 2, 10),
    date(2024, 2, 18),
    "no-objection",
    True,
)
NOTICE = Notice(
    id="n-2024-01",
    title=RUNNING.title,
    demo=True,
    stage="initial",
    scheme=CERTIFICATION.id,
    issuer=ISSUER.id,
    reviewed_on=date(2026, 11, 5),
    opens_on=RUNNING.opens_on,
    closes_on=RUNNING.closes_on,
    channels=("website", "notice-board"),
    entries=(
        NoticeEntry(enterprise=CODE, grade="4", scope="系统集成售后服务"),
        NoticeEntry(enterprise=LONG_NAMED.credit_code),
    ),
    how_to_object="请以书面形式寄送或发邮件，注明姓名和联系方式。",
    text="经审核，拟对下列企业授予级别，现予公示。",
    outcome="no-objection",
    outcome_note="公示期内没有收到异议。",
)
STANDARD = Standard(
    id="gbt-31526-2015",
    number="GB/T 31526-2015",
    title="电子商务平台服务质量评价与等级划分",
    title_en="Evaluation of e-commerce platforms",
    edition="2015",
    ics="03.080.99",
    ccs="A 12",
    issued_by="示例发布单位",
    effective_on=date(2015, 12, 1),
    issued_on=date(2015, 5, 15),
    abolished_on=date(2025, 12, 1),
    replaced_by="gbt-31526-2025",
    note="2025 版自 2025-12-01 起实施。",
)
