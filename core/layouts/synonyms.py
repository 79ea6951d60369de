"""What laboratories call the columns of the labs sheet and the second identifiers, in English and Chinese: plain data, no judgement.

A head that names the trial, a row number, a name, an admission or a reference range as one text stands here nowhere on purpose.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

# By column of the contract's labs sheet, by check (birth_date, sex), and `time`: the time of day of the collection, or so it may be.
SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "subject_id": (
        "subject", "subject id", "subject no", "subject number", "subject identifier", "subject code", "unique subject identifier",
        "subjid", "usubjid", "subj id", "patient", "patient id", "patient no", "patient number", "patient identifier", "patient code",
        "pat", "pat id", "pat no", "pid", "pt id", "pt no", "mrn", "medical record number", "medical record no", "hospital number",
        "study id", "record id", "participant", "participant id", "case id", "case no", "screening number", "screening no", "受试者",
        "受试者编号", "受试者号", "受试者id", "受试者代码", "患者", "患者编号", "患者id", "患者号", "患者代码", "病人", "病人id",
        "病人编号", "病人号", "病历号", "病案号", "住院号", "门诊号", "登记号", "筛选号", "病例号", "病例编号", "就诊卡号",
    ),
    "collected_at": (
        "date", "collected", "collected at", "collected on", "collection date", "date collected", "date of collection",
        "collection datetime", "collection date time", "date time", "datetime", "timestamp", "sample date", "date of sample",
        "sampling date", "sampled", "sample datetime", "sample date time", "sample collection date", "specimen date",
        "specimen collected", "specimen collection date", "drawn", "draw date", "date drawn", "drawn at", "re date", "visit date",
        "date of visit", "event date", "test date", "lab date", "assessment date", "lbdtc", "lbdat", "lab dat", "vsdtc", "日期",
        "采样时间", "采样日期", "采集时间", "采集日期", "样本采集时间", "样本采集日期", "标本采集时间", "标本采集日期", "采血时间",
        "采血日期", "抽血时间", "抽血日期", "检测时间", "检测日期", "检验时间", "检验日期", "检查日期", "化验日期", "化验时间",
        "送检日期", "送检时间", "访视日期", "日期时间",
    ),
    "analyte": (
        "analyte", "analyte name", "test", "test name", "lab test", "lab test name", "lbtest", "parameter", "param", "parameter name",
        "item", "item name", "component", "assay", "laboratory test", "investigation", "loinc", "loinc code", "项目", "项目名称",
        "检验项目", "检验项目名称", "检测项目", "检测项目名称", "化验项目", "检查项目", "指标", "检验指标", "检测指标", "指标名称",
    ),
    "value": (
        "value", "result", "results", "result value", "test result", "lab result", "lab value", "item value", "lborres", "numeric result",
        "measured value", "结果", "检验结果", "检测结果", "测定结果", "化验结果", "结果值", "检验值", "测定值", "检测值", "数值",
    ),
    "unit": (
        "unit", "units", "uom", "unit of measure", "units of measure", "result unit", "result units", "item unit", "lborresu", "lab unit",
        "lab units", "单位", "结果单位", "检验单位", "计量单位", "测量单位",
    ),
    "lower_limit": (
        "lower limit", "lower lim", "lower", "low", "lln", "lower limit of normal", "normal low", "reference low", "ref low",
        "ref range low", "reference range low", "range low", "lbornrlo", "lower reference limit", "参考下限", "参考值下限", "下限",
        "正常值下限", "参考范围下限",
    ),
    "upper_limit": (
        "upper limit", "upper lim", "upper", "high", "uln", "upper limit of normal", "normal high", "reference high", "ref high",
        "ref range high", "reference range high", "range high", "lbornrhi", "upper reference limit", "参考上限", "参考值上限", "上限",
        "正常值上限", "参考范围上限",
    ),
    "qualifier": ("qualifier",),
    "laboratory": (
        "laboratory", "lab", "laboratory name", "lab name", "performing laboratory", "performing lab", "lbnam", "testing laboratory",
        "实验室", "实验室名称", "检验机构", "检测机构",
    ),
    "reported_at": (
        "reported", "reported at", "reported on", "report date", "date reported", "report time", "report datetime", "report date time",
        "result date", "date of report", "resulted", "resulted at", "报告时间", "报告日期", "出报告时间", "审核时间", "审核日期",
    ),
    "birth_date": (
        "birth date", "birthdate", "date of birth", "dob", "dofb", "birthday", "born", "brthdtc", "birth dt", "出生日期", "生日",
        "出生年月日",
    ),
    "sex": ("sex", "gender", "性别"),
    "time": (
        "time", "collection time", "time of collection", "time collected", "sample time", "sampling time", "draw time", "time drawn",
        "lbtim", "时间",
    ),
}  # fmt: skip
APART = {"study id"}  # known only so: written together it is the trial in SDTM

SEPARATING = re.compile(r"[\W_]+")


def folded(text: str) -> str:
    """A head in lower case and half-width signs, with one blank for every run of blanks, underscores and punctuation."""
    return SEPARATING.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip()


WORDS: Mapping[str, str] = {
    written: role
    for role, spellings in SYNONYMS.items()
    for spelling in spellings
    for written in (spelling, spelling if spelling in APART else spelling.replace(" ", ""))
}


@lru_cache(maxsize=4096)
def role_word(text: str) -> str | None:
    """Which column, check or `time` a head names; `None` where none, or where more than a synonym stands in it."""
    return WORDS.get(folded(text))
