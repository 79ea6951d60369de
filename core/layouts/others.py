"""Heads that are known and no part of the labs sheet: they are listed as not imported and never taken for something alike. Plain data."""

import re

from core.layouts.synonyms import folded

_LABORATORY = (
    "albumin", "alb", "globulin", "glob", "total protein", "a g ratio", "direct bilirubin", "dbil", "conjugated bilirubin",
    "indirect bilirubin", "ibil", "unconjugated bilirubin", "alp", "alkaline phosphatase", "ggt", "gamma gt", "gamma glutamyl transferase",
    "urea", "bun", "blood urea nitrogen", "uric acid", "ua", "egfr", "creatinine clearance", "ck", "ck mb", "creatine kinase", "amylase",
    "lipase", "glucose", "glu", "hba1c", "cholesterol", "total cholesterol", "hdl", "ldl", "sodium", "na", "potassium", "k", "chloride",
    "cl", "calcium", "ca", "corrected calcium", "magnesium", "mg", "phosphate", "phosphorus", "bicarbonate", "hco3", "lactate", "ph",
    "rbc", "red blood cells", "erythrocytes", "hematocrit", "haematocrit", "hct", "mcv", "mch", "mchc", "rdw", "rdw cv", "rdw sd", "mpv",
    "pdw", "pct", "plateletcrit", "monocytes", "mono", "amc", "eosinophils", "eos", "basophils", "baso", "blasts", "bands",
    "reticulocytes", "immature granulocytes", "neutrophil percentage", "lymphocyte percentage", "neut", "lymph", "nlr", "inr", "pt",
    "prothrombin time", "aptt", "ptt", "thrombin time", "tt", "d dimer", "antithrombin", "fdp", "procalcitonin", "troponin", "troponin i",
    "troponin t", "bnp", "nt probnp", "esr", "il 1b", "il 2", "il 2r", "il 8", "il 10", "tnf", "tnf alpha", "ifn gamma", "b2 microglobulin",
    "beta 2 microglobulin", "igg", "iga", "igm", "cd3", "cd4", "cd8", "cd19", "transferrin", "iron", "tsh", "ft4", "bmi", "bsa",
    "systolic", "diastolic", "sbp", "dbp", "blood pressure", "heart rate", "pulse", "respiratory rate", "urine creatinine",
    "urine protein", "白蛋白", "球蛋白", "总蛋白", "白球比", "直接胆红素", "间接胆红素", "结合胆红素", "碱性磷酸酶", "γ 谷氨酰转肽酶",
    "谷氨酰转肽酶", "尿素", "尿素氮", "尿酸", "肌酐清除率", "肌酸激酶", "葡萄糖", "血糖", "糖化血红蛋白", "总胆固醇", "胆固醇", "钠", "钾",
    "氯", "钙", "校正钙", "镁", "磷", "碳酸氢根", "乳酸", "酸碱度", "红细胞", "红细胞计数", "红细胞压积", "平均rbc体积", "平均红细胞体积",
    "平均血红蛋白含量", "平均血红蛋白浓度", "平均红细胞血红蛋白含量", "平均红细胞血红蛋白浓度", "rbc分布宽度cv", "rbc分布宽度sd",
    "红细胞分布宽度", "平均plt体积", "平均血小板体积", "plt分布宽度", "血小板分布宽度", "血小板压积", "大血小板比率", "单核细胞计数",
    "单核细胞绝对值", "嗜酸细胞计数", "嗜碱细胞计数", "嗜酸性粒细胞绝对值", "嗜碱性粒细胞绝对值", "单核细胞", "嗜酸细胞", "嗜碱细胞",
    "嗜酸性粒细胞", "嗜碱性粒细胞", "中性粒细胞百分比", "淋巴细胞百分比", "单核细胞百分比", "国际标准化比值", "凝血酶原时间", "凝血酶时间",
    "凝血酶原活动度", "活化部分凝血活酶时间", "d d二聚体定量", "d二聚体", "抗凝血酶", "纤维蛋白 原 降解产物", "纤维蛋白原降解产物",
    "降钙素原",
    "高敏心肌肌钙蛋白i", "肌钙蛋白", "氨基末端脑钠肽前体", "氨基末端脑钠肽前体 nt probnp", "血沉", "白细胞介素1β", "白细胞介素2受体",
    "白细胞介素2", "白细胞介素8", "白细胞介素10", "肿瘤坏死因子α", "2019 ncov核酸检测", "梅毒螺旋体抗体定量", "乙肝表面抗原定量",
    "丙肝抗体定量", "hiv抗体定量", "egfr 基于ckd epi方程", "血压", "心率", "脉搏",
)  # fmt: skip
_ABOUT = (
    "age", "age years", "年龄", "name", "patient name", "initials", "姓名", "visit", "visit name", "visit number", "visitnum", "visit no",
    "visit day", "study day", "day", "cycle", "arm", "group", "site", "center", "centre", "site id", "study", "study name", "studyid",
    "domain", "seq", "no", "nr", "row", "index", "序号", "编号", "comment", "comments", "remark", "remarks", "note", "notes", "备注",
    "说明",
    "status", "flag", "abnormal", "abnormal flag", "异常标志", "提示", "ward", "department", "科室", "病区", "床号", "physician", "doctor",
    "送检医生", "检验者", "审核者", "sample id", "specimen id", "sample no", "specimen", "specimen type", "样本号", "标本号", "标本类型",
    "样本类型", "method", "方法", "country", "race", "ethnicity", "诊断", "diagnosis", "入院时间", "入院日期", "出院时间", "出院日期",
    "admission date", "discharge date", "出院方式", "访视", "周期", "电话", "phone", "address", "地址",
)  # fmt: skip
_RANGES = (
    "reference", "reference range", "ref range", "ref", "normal range", "range", "reference interval", "参考范围", "参考值", "参考区间",
    "正常范围", "正常值",
)  # fmt: skip
OTHERS = frozenset((*_LABORATORY, *_ABOUT, *_RANGES))
DATED = frozenset(("入院时间", "入院日期", "出院时间", "出院日期", "admission date", "discharge date"))

# What else a sample may be of; an analyte of it is not the one of the blood.
_SAMPLE = re.compile(r"\b(urine|urinary|urinalysis|csf|pleural|ascites|ascitic|stool|sputum)\b|尿|脑脊液|胸水|腹水|胸腔|腹腔|便|痰")
_DIFFERENCE = re.compile(r"\b(baseline|change|previous|delta|grade|ctcae)\b")
_HARMLESS = re.compile(
    r"(visit|day|week|month|cycle|v|d|w|c|screening|baseline visit|unscheduled|follow up)( ?-?\d+)?( ?\w?\d+)?"
    r"|(hematology|haematology|blood count|complete blood count|cbc|fbc|(clinical |blood )?(bio)?chemistry|coagulation|liver( function)?"
    r"|kidney( function)?|renal( function)?|inflammation( markers)?|cytokines|labs?|laboratory( results| values| data)?|results?|values?"
    r"|vitals?|vital signs"
    r"|parameters?|analytes?|tests?|blood|serum|plasma)"
    r"|血常规|血细胞分析|全血细胞计数|血生化|生化|生化检查|凝血|凝血功能|肝功能|肾功能|炎症指标|细胞因子|检验结果|检查结果|化验结果|实验室检查|生命体征"
    r"|访视 ?\d*|第 ?\d+ ?(天|周|次|周期).*|筛选期?|基线"
)


def is_other(text: str) -> bool:
    return folded(text) in OTHERS


def is_elsewhere(text: str) -> bool:
    """Whether a head speaks of another sample, or of a difference, whatever else it says."""
    return is_other_sample(text) or _DIFFERENCE.search(folded(text)) is not None


def is_other_sample(text: str) -> bool:
    """Whether a head, or the name of a sheet or a file, speaks of another sample than blood; urea (尿素) and 尿酸 are of blood."""
    return _SAMPLE.search(folded(text).replace("尿酸", "").replace("尿素", "")) is not None


def is_harmless(text: str) -> bool:
    """Whether an upper head only groups what stands below it: a visit, a kind of test."""
    said = folded(text)
    return not said or _HARMLESS.fullmatch(said) is not None or re.fullmatch(r"[\d ]+", said) is not None
