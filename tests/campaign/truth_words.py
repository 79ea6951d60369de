"""How laboratories write what they measure: heads, names of analytes, units, titles and remarks, in English and Chinese. Written by hand
from reports, not from the program's own lists, so that a spelling the program lacks is found."""

from collections.abc import Mapping, Sequence

ENGLISH, CHINESE = "en", "zh"

FIELDS: Mapping[str, Mapping[str, Sequence[str]]] = {
    ENGLISH: {
        "subject_id": ["Subject", "Subject ID", "Patient", "Patient ID", "PATIENT_ID", "Study ID"],
        "collected_at": ["Date", "Collection date", "Collected", "Sample date", "Collection Date"],
        "time": ["Time", "Collection time"],
        "analyte": ["Test", "Analyte", "Parameter"],
        "value": ["Result", "Value"],
        "unit": ["Unit", "Units"],
        "lower_limit": ["Lower limit", "LLN"],
        "upper_limit": ["Upper limit", "ULN"],
        "birth_date": ["Date of birth", "DOB", "Birth date"],
        "sex": ["Sex", "Gender"],
    },
    CHINESE: {
        "subject_id": ["患者编号", "受试者编号", "病历号"],
        "collected_at": ["采样时间", "采集日期", "日期", "采样日期"],
        "time": ["时间"],
        "analyte": ["检验项目", "项目"],
        "value": ["结果", "检验结果"],
        "unit": ["单位"],
        "lower_limit": ["参考下限"],
        "upper_limit": ["参考上限"],
        "birth_date": ["出生日期"],
        "sex": ["性别"],
    },
}

NAMES: Mapping[str, Mapping[str, Sequence[str]]] = {
    ENGLISH: {
        "hemoglobin": ["Hemoglobin", "Haemoglobin", "HGB", "Hb"],
        "neutrophils": ["Neutrophils", "ANC", "Absolute neutrophil count"],
        "platelets": ["Platelets", "PLT", "Platelet count"],
        "leukocytes": ["Leukocytes", "WBC"],
        "lymphocytes": ["Lymphocytes", "ALC"],
        "creatinine": ["Creatinine", "CREA"],
        "bilirubin": ["Bilirubin", "Total bilirubin", "TBIL"],
        "alt": ["ALT", "GPT"],
        "ast": ["AST", "GOT"],
        "ldh": ["LDH", "Lactate dehydrogenase"],
        "crp": ["CRP", "C-reactive protein"],
        "ferritin": ["Ferritin"],
        "fibrinogen": ["Fibrinogen"],
        "triglycerides": ["Triglycerides"],
        "il6": ["IL-6", "Interleukin-6"],
        "weight": ["Weight", "Body weight"],
        "temperature": ["Temperature", "Body temperature"],
    },
    CHINESE: {
        "hemoglobin": ["血红蛋白"],
        "neutrophils": ["中性粒细胞绝对值", "中性粒细胞计数"],
        "platelets": ["血小板", "血小板计数"],
        "leukocytes": ["白细胞", "白细胞计数"],
        "lymphocytes": ["淋巴细胞绝对值", "淋巴细胞计数"],
        "creatinine": ["肌酐", "血肌酐"],
        "bilirubin": ["总胆红素"],
        "alt": ["谷丙转氨酶", "丙氨酸氨基转移酶"],
        "ast": ["谷草转氨酶", "天门冬氨酸氨基转移酶"],
        "ldh": ["乳酸脱氢酶"],
        "crp": ["C反应蛋白"],
        "ferritin": ["铁蛋白"],
        "fibrinogen": ["纤维蛋白原"],
        "triglycerides": ["甘油三酯"],
        "il6": ["白细胞介素-6", "白介素6"],
        "weight": ["体重"],
        "temperature": ["体温"],
    },
}

UNITS: Mapping[str, Sequence[str]] = {  # spellings by UCUM code; the code itself is one where a laboratory would print it
    "g/L": ["g/L", "g/l"],
    "g/dL": ["g/dL", "g/dl"],
    "mmol/L": ["mmol/L", "mmol/l"],
    "10*9/L": ["10^9/L", "x10^9/L", "×10^9/L", "10⁹/L", "G/L", "10*9/L"],
    "10*3/uL": ["10^3/uL", "K/uL", "10³/µL"],
    "10*6/L": ["10^6/L"],
    "10*4/uL": ["10^4/uL"],
    "/uL": ["/uL", "cells/uL", "/µL"],
    "/nL": ["/nL"],
    "umol/L": ["umol/L", "µmol/L", "μmol/L"],
    "mg/dL": ["mg/dL", "mg/dl"],
    "U/L": ["U/L"],
    "[IU]/L": ["IU/L"],
    "ukat/L": ["µkat/L", "ukat/L"],
    "mg/L": ["mg/L", "mg/l"],
    "ug/mL": ["ug/mL", "µg/mL"],
    "ug/L": ["ug/L", "µg/L", "mcg/L"],
    "ng/mL": ["ng/mL", "ng/ml"],
    "ng/L": ["ng/L"],
    "pg/mL": ["pg/mL", "pg/ml"],
    "kg": ["kg"],
    "[lb_av]": ["lb", "lbs"],
    "Cel": ["°C", "℃"],
    "[degF]": ["°F"],
}

GROUPS: Mapping[str, tuple[str, str]] = {ENGLISH: ("Hematology", "Chemistry"), CHINESE: ("血常规", "生化")}
HEMATOLOGY = frozenset({"hemoglobin", "neutrophils", "platelets", "leukocytes", "lymphocytes"})
TITLES = {
    ENGLISH: (["Central Laboratory", "Laboratory report", "University Hospital"], "Printed by the laboratory system", "Patient", "Visit"),
    CHINESE: (["检验报告", "中心实验室"], "本报告仅供参考", "患者编号", "访视"),
}
EXTRAS = {
    ENGLISH: [("Ward", "B4"), ("Comment", ""), ("Sample no.", "77120"), ("Albumin (g/L)", "38")],
    CHINESE: [("科室", "血液科"), ("备注", ""), ("标本号", "77120"), ("白蛋白(g/L)", "38")],
}
SEXES = {ENGLISH: {"female": ["F", "female"], "male": ["M", "male"]}, CHINESE: {"female": ["女"], "male": ["男"]}}
