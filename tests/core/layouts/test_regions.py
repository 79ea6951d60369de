"""Where heads end and lines begin, layout by layout: what is drawn on the left is told in the words of `drawn.told`."""

import pytest

from core.intake.tables import Cell, Table
from core.layouts.regions import regions
from tests.core.layouts.drawn import drawn, filled, held, tabled, told

CASES = (
    (
        "one row of heads",
        "Patient|Date|Hb (g/dL)|WBC\nS-1|2026-03-01|8.4|3.2\nS-2|2026-03-01|8.4|3.2",
        "Patient | Date | Hb (g/dL) | WBC; 2 3",
    ),
    (
        "a title above, a remark below",
        "Central lab\nPatient: S-001||DOB: 1960-01-01\nReport date 2026-03-01\n\nDate|Hb (g/dL)|WBC\n2026-03-01|8.4|3.2\n\n"
        "Printed by X",
        "Date | Hb (g/dL) | WBC; 6; birth_date=1960-01-01 C2; subject_id=S-001 A2; skipped A1 A3 A8",
    ),
    (
        "labels and what they say in cells of their own",
        "Patient:|S-001||Sex:|F\nDate|Hb (g/dL)|WBC|CRP|ALT\n2026-03-01|8.4|3.2|1.0|2.0",
        "Date | Hb (g/dL) | WBC | CRP | ALT; 3; sex=F E1; subject_id=S-001 B1; skipped A1 D1",
    ),
    (
        "two subjects in one title: none is given",
        "Patient: S-001\nPatient: S-002\nDate|Hb (g/dL)|WBC\n2026-03-01|8.4|3.2",
        "Date | Hb (g/dL) | WBC; 4; skipped A1 A2",
    ),
    (
        "a row of units",
        "Patient|Date|Hb|WBC\n||g/dL|10^9/L\nS-1|2026-03-01|8.4|3.2",
        "Patient | Date | Hb [g/dL] | WBC [10^9/L]; 3",
    ),
    (
        "groups over some heads of a text file",
        "||Hematology||Chemistry|\nPatient|Date|Hb|WBC|CRP|ALT\nS-1|2026-03-01|8.4|3.2|1.0|2.0",
        "Patient | Date | Hematology · Hb | WBC | Chemistry · CRP | ALT; 3",
    ),
    (
        "merged analytes over values and units",
        "Patient|Date|Hb||WBC|\n||value|unit|value|unit\nS-1|2026-03-01|8.4|g/dL|3.2|10^9/L",
        "Patient | Date | Hb · value | Hb · unit | WBC · value | WBC · unit; 3",
        ((1, 1, 2, 1), (1, 2, 2, 2), (1, 3, 1, 4), (1, 5, 1, 6)),
    ),
    (
        "analytes of a text file over values and units",
        "Patient|Date|Hb||WBC|\n||value|unit|value|unit\nS-1|2026-03-01|8.4|g/dL|3.2|10^9/L",
        "Patient | Date | Hb · value | Hb · unit | WBC · value | WBC · unit; 3",
    ),
    (
        "three rows, the last of units",
        "Patient|Date|Chemistry||\n||Hb|WBC|CRP\n||g/dL|10^9/L|mg/L\nS-1|2026-03-01|8.4|3.2|1.0",
        "Patient | Date | Chemistry · Hb [g/dL] | Chemistry · WBC [10^9/L] | Chemistry · CRP [mg/L]; 4",
        ((1, 1, 3, 1), (1, 2, 3, 2), (1, 3, 1, 5)),
    ),
    (
        "merged visits with days",
        "||Visit 1 2026-03-01||Visit 2 2026-03-08|\nPatient|Sex|Hb|WBC|Hb|WBC\nS-1|F|8.4|3.2|8.5|3.3",
        "Patient | Sex | Visit 1 2026-03-01 · Hb | Visit 1 2026-03-01 · WBC; 3; collected_at=2026-03-01 C1\n"
        "Patient | Sex | Visit 2 2026-03-08 · Hb | Visit 2 2026-03-08 · WBC; 3; collected_at=2026-03-08 E1",
        ((1, 3, 1, 4), (1, 5, 1, 6)),
    ),
    (
        "days of a text file over the very same heads",
        "||2026-03-01||2026-03-08|\nPatient|Sex|Hb|WBC|Hb|WBC\nS-1|F|8.4|3.2|8.5|3.3",
        "Patient | Sex | 2026-03-01 · Hb | 2026-03-01 · WBC; 3; collected_at=2026-03-01 C1\n"
        "Patient | Sex | 2026-03-08 · Hb | 2026-03-08 · WBC; 3; collected_at=2026-03-08 E1",
    ),
    (
        "the very same heads again, a date among them",
        "Patient|Date|Hb|WBC|Date|Hb|WBC\nS-1|2026-03-01|8.4|3.2|2026-03-08|8.5|3.3",
        "Patient | Date | Hb | WBC; 2\nPatient | Date | Hb | WBC; 2",
    ),
    (
        "one column a visit",
        "|Visit 1: 2026-03-01|Visit 2: 2026-03-08\nPatient|Hb|Hb\nS-1|8.4|8.5\nS-2|8.4|8.5",
        "Patient | Visit 1: 2026-03-01 · Hb; 3 4; collected_at=2026-03-01 B1\n"
        "Patient | Visit 2: 2026-03-08 · Hb; 3 4; collected_at=2026-03-08 C1",
    ),
    (
        "visits one below the other",
        "Visit 1 2026-03-01\nPatient|Hb|WBC\nS-1|8.4|3.2\nS-2|8.4|3.2\n\nVisit 2 2026-03-08\nPatient|Hb|WBC\nS-1|8.4|3.2",
        "Patient | Hb | WBC; 3 4; collected_at=2026-03-01 A1\nPatient | Hb | WBC; 8; collected_at=2026-03-08 A6",
    ),
    (
        "heads repeated among the lines",
        "Patient|Date|Hb|WBC\nS-1|2026-03-01|8.4|3.2\nPatient|Date|Hb|WBC\nS-2|2026-03-01|8.4|3.2",
        "Patient | Date | Hb | WBC; 2\nPatient | Date | Hb | WBC; 4",
    ),
    (
        "two tables one below the other",
        "Patient|Sex|DOB\nS-1|F|1960-01-01\n\nPatient|Date|Hb|WBC\nS-2|2026-03-01|8.4|3.2",
        "Patient | Sex | DOB; 2\nPatient | Date | Hb | WBC; 5",
    ),
    (
        "other heads without a gap",
        "Patient|Date|Hb|WBC\nS-2|2026-03-01|8.4|3.2\nPatient|Date|CRP|ALT\nS-2|2026-03-01|8.4|3.2",
        "Patient | Date | Hb | WBC; 2\nPatient | Date | CRP | ALT; 4",
    ),
    (
        "two tables side by side",
        "Patient|Date|Hb||Patient|Date|CRP\nS-1|2026-03-01|8.4||S-2|2026-03-01|1.0\n||||S-3|2026-03-01|1.0",
        "Patient | Date | Hb; 2\nPatient | Date | CRP; 2 3",
    ),
    (
        "a blank column within a table",
        "Patient|Date|Hb||CRP|ALT\nS-1|2026-03-01|8.4||1.0|2.0",
        "Patient | Date | Hb | CRP | ALT; 2",
    ),
    (
        "heads in a column",
        "Patient|S-1|S-2\nDate|2026-03-01|2026-03-08\nHb (g/dL)|8.4|8.5\nWBC|3.2|3.3",
        "across; Patient | Date | Hb (g/dL) | WBC; 2 3",
    ),
    (
        "analytes by day",
        "Patient: S-001\nTest|Unit|2026-03-01|2026-03-08\nHb|g/dL|8.4|8.5\nWBC|10^9/L|3.2|3.3\nPLT|10^9/L|100.0|110.0\n"
        "Albumin|g/L|40.0|41.0\nChecked",
        "across;  | Hb [g/dL] | WBC [10^9/L] | PLT [10^9/L] | Albumin [g/L]; 3 4; subject_id=S-001 A1; skipped A7 A2 B2",
    ),
    (
        "analytes by day with limits beside",
        "Test|Unit|Low|High|2026-03-01|2026-03-08\nHb|g/dL|1.0|2.0|8.4|8.5\nWBC|10^9/L|1.0|2.0|3.2|3.3\n"
        "PLT|10^9/L|1.0|2.0|100.0|110.0",
        "across;  | Hb [g/dL] | WBC [10^9/L] | PLT [10^9/L]; 5 6; skipped A1 B1 C1 C2 C3 C4 D1 D2 D3 D4",
    ),
    (
        "one report: results down, heads across",
        "Patient: S-001\nCollected: 2026-03-01\nTest|Result|Unit\nHb|8.4|g/dL\nWBC|3.2|10^9/L\nPLT|100.0|10^9/L",
        "Test | Result | Unit; 4 5 6; collected_at=2026-03-01 A2; subject_id=S-001 A1",
    ),
    (
        "a subject named above its lines",
        "Date|Hb|WBC\nPatient: S-001\n2026-03-01|8.4|3.2\nPatient: S-002\n2026-03-01|8.4|3.2",
        "Date | Hb | WBC; 3; subject_id=S-001 A2\nDate | Hb | WBC; 5; subject_id=S-002 A4",
    ),
    (
        "a subject on its first line, remarks between",
        "Patient|Date|Hb|WBC\nS-1|2026-03-01|8.4|3.2\n|2026-03-02|8.4|3.2\nRemark\nS-2|2026-03-01|8.4|3.2\nJohn Smith\n"
        "|2026-03-02|8.4|3.2\nTotal of lines",
        "Patient | Date | Hb | WBC; 2 3 5 6 7; skipped A4 A8",
    ),
    (
        "Chinese titles and heads",
        "患者编号：S-001||性别：女\n采样时间|血红蛋白（g/L）|白细胞计数【10^9/L】\n2026-03-01|84.0|3.2",
        "采样时间 | 血红蛋白（g/L） | 白细胞计数【10^9/L】; 3; sex=女 C1; subject_id=S-001 A1",
    ),
    (
        "Chinese heads, one row a result",
        "患者编号|检验项目|结果|单位|采集日期\nS-1|血红蛋白|84.0|g/L|2026-03-01",
        "患者编号 | 检验项目 | 结果 | 单位 | 采集日期; 2",
    ),
    (
        "heads nobody knows",
        "foo|bar|baz\n1.0|2.0|3.0",
        "foo | bar | baz; 2",
    ),
    (
        "no heads at all",
        "1.0|2.0\n3.0|4.0",
        "1.0 | 2.0; 2",
    ),
    (
        "a title over a column without a head",
        "Lab results June\n|Date|Hb|WBC\nS-1|2026-03-01|8.4|3.2",
        "Lab results June | Date | Hb | WBC; 3",
    ),
    (
        "a second title that may name another subject",
        "Patient: S-001\nDate|Hb|WBC\n2026-03-01|8.4|3.2\n\nSmith John\nDate|Hb|WBC\n2026-03-01|8.4|3.2",
        "Date | Hb | WBC; 3; subject_id=S-001 A1\nDate | Hb | WBC; 7; skipped A5",
    ),
    (
        "titles of parts under the title of the sheet",
        "Patient: S-001\nHematology\nDate|Hb|WBC\n2026-03-01|8.4|3.2\n\nChemistry\nDate|CRP|ALT\n2026-03-01|8.4|3.2",
        "Date | Hb | WBC; 4; subject_id=S-001 A1; skipped A2\nDate | CRP | ALT; 8; subject_id=S-001 A1; skipped A6",
    ),
    (
        "next visit",
        "Next visit: 2026-04-01\nSample received: 2026-03-02\nPatient|Hb|WBC\nS-1|8.4|3.2",
        "Patient | Hb | WBC; 4; skipped A1 A2",
    ),
    (
        "subject line",
        "Subject: Monthly results\nDate|Hb|WBC\n2026-03-01|8.4|3.2",
        "Date | Hb | WBC; 3; skipped A1",
    ),
    (
        "several in a cell",
        "Patient: S-001; DOB: 1960-01-01, ward 3\nDate|Hb|WBC\n2026-03-01|8.4|3.2",
        "Date | Hb | WBC; 3; birth_date=1960-01-01 A1; subject_id=S-001 A1; skipped A1",
    ),
    (
        "merged title",
        "Lab report||\nPatient|Date|Hb\nS-1|2026-03-01|8.4",
        "Patient | Date | Hb; 3; skipped A1",
        ((1, 1, 1, 3),),
    ),
    (
        "merged group",
        "||Hematology|\nPatient|Date|Hb|WBC\nS-1|2026-03-01|8.4|3.2",
        "Patient | Date | Hematology · Hb | Hematology · WBC; 3",
        ((1, 3, 1, 4),),
    ),
    (
        "merged patients",
        "Patient|Date|Hb|WBC\nS-1|2026-03-01|8.4|3.2\n|2026-03-02|8.4|3.2",
        "Patient | Date | Hb | WBC; 2 3",
        ((2, 1, 3, 1),),
    ),
    (
        "value rows over repeated heads",
        "Patient|Date|Hb|WBC\nS-1|2026-03-01|8.4|3.2\n||neg|pos\nPatient|Date|Hb|WBC\nS-2|2026-03-01|8.4|3.2",
        "Patient | Date | Hb | WBC; 2 3\nPatient | Date | Hb | WBC; 5",
    ),
    (
        "analyte by visit",
        "|Visit 1 2026-03-01||Visit 2 2026-03-08|\nTest|Value|Unit|Value|Unit\nHb|8.4|g/dL|8.5|g/dL",
        "Test | Visit 1 2026-03-01 · Value | Visit 1 2026-03-01 · Unit; 3; collected_at=2026-03-01 B1\n"
        "Test | Visit 2 2026-03-08 · Value | Visit 2 2026-03-08 · Unit; 3; collected_at=2026-03-08 D1",
    ),
    (
        "blocks with report day",
        "||Reported 2026-03-01||Reported 2026-03-08|\nPatient|Sex|Hb|WBC|Hb|WBC\nS-1|F|8.4|3.2|8.5|3.3",
        "Patient | Sex | Reported 2026-03-01 · Hb | Reported 2026-03-01 · WBC; 3\n"
        "Patient | Sex | Reported 2026-03-08 · Hb | Reported 2026-03-08 · WBC; 3",
        ((1, 3, 1, 4), (1, 5, 1, 6)),
    ),
    (
        "blocks of other heads",
        "||Visit 1||Visit 2|\nPatient|Date|Hb|WBC|Hb|CRP\nS-1|2026-03-01|8.4|3.2|8.5|3.3",
        "Patient | Date | Visit 1 · Hb | WBC | Visit 2 · Hb | CRP; 3",
    ),
    (
        "blocks merged of other heads",
        "||Visit 1||Visit 2|\nPatient|Date|Hb|WBC|Hb|CRP\nS-1|2026-03-01|8.4|3.2|8.5|3.3",
        "Patient | Date | Visit 1 · Hb | Visit 1 · WBC; 3\nPatient | Date | Visit 2 · Hb | Visit 2 · CRP; 3",
        ((1, 3, 1, 4), (1, 5, 1, 6)),
    ),
    (
        "lone result",
        "Patient|Date|Hb|WBC\nS-1|2026-03-01|8.4|3.2\n|||hemolysed\n||7.0|\nS-3\n|see ward||",
        "Patient | Date | Hb | WBC; 2 3 4 5; skipped B6",
    ),
    (
        "units with a word",
        "Patient|Date|Hb|WBC\nUnits||g/dL|10^9/L\nS-1|2026-03-01|8.4|3.2",
        "Patient | Date | Hb [g/dL] | WBC [10^9/L]; 3; skipped A2",
    ),
    (
        "females",
        "Patient|Sex|Ward\nS-1|F|C\n|F|C",
        "Patient | Sex | Ward; 2 3",
    ),
    (
        "other subject below without title",
        "Patient: S-001\nDate|Hb|WBC\n2026-03-01|8.4|3.2\nPatient: S-002\n2026-03-01|8.4|3.2\n\nChemistry\nDate|CRP|ALT\n"
        "2026-03-01|8.4|3.2",
        "Date | Hb | WBC; 3; subject_id=S-001 A1\nDate | Hb | WBC; 5; subject_id=S-002 A4\nDate | CRP | ALT; 9; skipped A7",
    ),
    (
        "birth dates not carried",
        "Patient: S-001\nDOB: 1960-01-01\nDate|Hb|WBC\n2026-03-01|8.4|3.2\nPatient: S-002\n2026-03-01|8.4|3.2",
        "Date | Hb | WBC; 4; birth_date=1960-01-01 A2; subject_id=S-001 A1\nDate | Hb | WBC; 6; subject_id=S-002 A5",
    ),
    (
        "long with sections",
        "Patient: S-001\nTest|Result|Unit|Date\nHematology\nHb|8.4|g/dL|2026-03-01\nChemistry\nALT|84.0|U/L|2026-03-01\n"
        "End of report",
        "Test | Result | Unit | Date; 4 6; subject_id=S-001 A1; skipped A3 A5 A7",
    ),
    (
        "across with title columns",
        "|Test|2026-03-01|2026-03-08\n1.0|Hb|8.4|8.5\n2.0|WBC|3.2|3.3\n3.0|PLT|100.0|101.0",
        "across;  | Hb | WBC | PLT; 3 4; skipped A2 A3 A4 B1",
    ),
    (
        "not across: texts",
        "Field|Form|Type\nheight|vitals|text\nweight|vitals|text\nhb|labs|text",
        "Field | Form | Type; 2 3 4",
    ),
    (
        "not across: results down",
        "Test|Wert|Unit|Date\nHb|8.4|g/dL|2026-03-01\nWBC|3.2|10^9/L|2026-03-01\nPLT|100.0|10^9/L|2026-03-01",
        "Test | Wert | Unit | Date; 2 3 4",
    ),
    (
        "title far above",
        "a\nb\nc\nd\n\nPatient|Date|Hb\nS-1|2026-03-01|8.4",
        "Patient | Date | Hb; 7; skipped A1 A2 A3 A4",
    ),
    (
        "side by side with title",
        "Patient|Date|Hb||Legend\nS-1|2026-03-01|8.4||H high",
        "Patient | Date | Hb | Legend; 2",
    ),
    (
        "flat without date",
        "Patient|Hb|WBC|Hb|WBC\nS-1|8.4|3.2|8.5|3.3",
        "Patient | Hb | WBC | Hb | WBC; 2",
    ),
    (
        "whitespace",
        "Patient | Date|Hb\n  ||\nS-1|2026-03-01|8.4",
        "Patient | Date | Hb; 3",
    ),
    (
        "zh visits",
        "访视1 2026-03-01\n患者编号|血红蛋白(g/L)|血小板\nS-1|84.0|100.0\n访视2 2026-03-08\n患者编号|血红蛋白(g/L)|血小板\n"
        "S-1|85.0|101.0",
        "患者编号 | 血红蛋白(g/L) | 血小板; 3; collected_at=2026-03-01 A1\n"
        "患者编号 | 血红蛋白(g/L) | 血小板; 6; collected_at=2026-03-08 A4",
    ),
    (
        "same title page",
        "Patient: S-001\nDate|Hb|WBC\n2026-03-01|8.4|3.2\nPatient: S-001\nDate|Hb|WBC\n2026-03-02|8.4|3.2",
        "Date | Hb | WBC; 3; subject_id=S-001 A1\nDate | Hb | WBC; 6; subject_id=S-001 A4",
    ),
    (
        "date above repeated",
        "Patient|Hb|WBC\nS-1|8.4|3.2\n2026-03-08\nPatient|Hb|WBC\nS-1|8.4|3.2",
        "Patient | Hb | WBC; 2\nPatient | Hb | WBC; 5; skipped A3",
    ),
    (
        "id row alone before heads",
        "Patient|Date|Hb|WBC\nS-1|2026-03-01|8.4|3.2\nS-2\nPatient|Date|Hb|WBC\nS-3|2026-03-01|8.4|3.2",
        "Patient | Date | Hb | WBC; 2 3\nPatient | Date | Hb | WBC; 5",
    ),
    (
        "labels above analytes by day",
        "Patient:|S-001\n\nTest|Unit|2026-03-01|2026-03-08\nHb|g/dL|8.4|8.5\nWBC|10^9/L|3.2|3.3\nPLT|10^9/L|100.0|110.0",
        "across;  | Hb [g/dL] | WBC [10^9/L] | PLT [10^9/L]; 3 4; subject_id=S-001 B1; skipped A1 A3 B3",
    ),
    (
        "a turned sheet of one line with gaps",
        "Patient|S-1|\nDate|2026-03-01|\n||\nHb|8.4|\nWBC|3.2|\n||",
        "across; Patient | Date | Hb | WBC; 2",
    ),
    (
        "a turned sheet with a blank line between",
        "Patient|S-1||S-2\nDate|2026-03-01||2026-03-01\nHb|8.4||8.5\nWBC|3.2||3.3",
        "across; Patient | Date | Hb | WBC; 2 4",
    ),
    (
        "heads in a column and nothing beside",
        "Patient|\nHb|\nWBC|\n|x",
        "Patient | ; 2 3 4",
    ),
    (
        "heads in a column with results beside",
        "Test|Result\nHb|8.4\nWBC|3.2\nPLT|100.0",
        "Test | Result; 2 3 4",
    ),
    (
        "merged cells beside a table",
        "Patient|Date|Hb||Patient|Date|CRP\nS-1|2026-03-01|8.4||S-2|2026-03-01|1.0",
        "Patient | Date | Hb; 2\nPatient | Date | CRP; 2",
        ((1, 1, 1, 1), (2, 5, 2, 6)),
    ),
    (
        "merged visits with days over other heads",
        "||Visit 1: 2026-03-01||Visit 2: 2026-03-08|\nPatient|Sex|Hb|WBC|CRP|ALT\nS-1|F|8.4|3.2|8.5|3.3",
        "Patient | Sex | Visit 1: 2026-03-01 · Hb | Visit 1: 2026-03-01 · WBC; 3; collected_at=2026-03-01 C1\n"
        "Patient | Sex | Visit 2: 2026-03-08 · CRP | Visit 2: 2026-03-08 · ALT; 3; collected_at=2026-03-08 E1",
        ((1, 3, 1, 4), (1, 5, 1, 6)),
    ),
    (
        "a title of another sample",
        "Urine results\nPatient|Date|Creatinine (mg/dL)|Glucose\nS-1|2026-03-01|80.0|3.2\n\nBlood\n"
        "Patient|Date|Creatinine (mg/dL)|Glucose\nS-1|2026-03-01|1.0|3.2",
        "Patient | Date | Urine results · Creatinine (mg/dL) | Urine results · Glucose; 3; skipped A1\n"
        "Patient | Date | Creatinine (mg/dL) | Glucose; 7; skipped A5",
    ),
    (
        "a group of another sample in a text file",
        "||Blood||Urine|\nPatient|Date|Hb|WBC|Albumin|Creatinine\nS-1|2026-03-01|8.4|3.2|1.0|2.0",
        "Patient | Date | Blood · Hb | WBC | Urine · Albumin | Urine · Creatinine; 3",
    ),
    (
        "a turned sheet of another sample",
        "Urinalysis\nPatient|S-1|S-2\nDate|2026-03-01|2026-03-08\nCreatinine|8.4|8.5\nCRP|3.2|3.3",
        "across; Patient | Date | Urinalysis · Creatinine | Urinalysis · CRP; 2 3; skipped A1",
    ),
    (
        "a title of another sample over repeated heads",
        "Urine\nPatient|Date|Test|Result\nS-1|2026-03-01|Creatinine|8.4\n\nPatient|Date|Test|Result\nS-2|2026-03-01|Creatinine|8.4",
        "Patient | Date | Urine · Test | Urine · Result; 3; skipped A1\nPatient | Date | Urine · Test | Urine · Result; 6",
    ),
    (
        "visits with several titles",
        "Patient: S-001\nVisit: V1   Date of collection: 2026-03-01\nTest|Result|Unit\nHb|8.4|g/dL\n\n"
        "Visit: V2   Date of collection: 2026-03-08\nTest|Result|Unit\nHb|8.5|g/dL",
        "Test | Result | Unit; 4; collected_at=2026-03-01 A2; subject_id=S-001 A1; skipped A2\n"
        "Test | Result | Unit; 8; collected_at=2026-03-08 A6; subject_id=S-001 A1; skipped A6",
    ),
    (
        "visits with titles of two cells",
        "Visit 1|2026-03-01\nPatient|Hb|WBC\nS-1|8.4|3.2\nVisit 2|2026-03-08\nPatient|Hb|WBC\nS-1|8.4|3.2",
        "Patient | Hb | WBC; 3; collected_at=2026-03-01 B1; skipped A1\n"
        "Patient | Hb | WBC; 6; collected_at=2026-03-08 B4; skipped A4",
    ),
    (
        "visits, days and units in rows of their own",
        "||Visit 1||Visit 2|\n||2026-03-01||2026-03-08|\nPatient|Sex|Hb|WBC|Hb|WBC\n||g/dL|10^9/L|g/dL|10^9/L\n"
        "S-1|F|8.4|3.2|8.5|3.3",
        "Patient | Sex | Visit 1 · 2026-03-01 · Hb [g/dL] | Visit 1 · WBC [10^9/L]; 5; collected_at=2026-03-01 C2\n"
        "Patient | Sex | Visit 2 · 2026-03-08 · Hb [g/dL] | Visit 2 · WBC [10^9/L]; 5; collected_at=2026-03-08 E2",
    ),
    (
        "a turned sheet with a column of units",
        "Patient|Unit|S-001|S-002\nDate||2026-03-01|2026-03-08\nHb|g/dL|8.4|8.5\nWBC|10^9/L|3.2|3.3",
        "across; Patient | Date | Hb [g/dL] | WBC [10^9/L]; 3 4; skipped B1",
    ),
    (
        "merged ranges that overlap",
        "|Visit 1|Visit 2||\nPatient|Hb|Hb|WBC|Hb\nS-1|8.4|8.5|3.2|1.0",
        "Patient | Visit 1 · Hb | Visit 2 · Hb | Visit 1 · WBC | Visit 2 · Hb; 3",
        ((1, 2, 1, 4), (1, 3, 1, 5)),
    ),
    (
        "a row of numbers above the heads",
        "||2026.0|2027.0|\nPatient|Date|Hb|WBC\nS-1|2026-03-01|8.4|3.2",
        "Patient | Date | Hb | WBC; 3; skipped C1 D1",
    ),
    (
        "analytes by day under a blank corner, days merged",
        "Central laboratory\n|2026-03-01|2026-03-08\nHb (g/L)|84.0|85.0\nWBC|3.2|3.3\nPLT|100.0|101.0",
        "across;  | Hb (g/L) | WBC | PLT; 2 3; skipped A1",
        ((1, 1, 1, 3),),
    ),
    (
        "two rows of heads, repeated",
        "Patient|Date|Hb|\n||value|unit\nS-1|2026-03-01|8.4|g/dL\n\nPatient|Date|Hb|\n||value|unit\nS-2|2026-03-01|8.5|g/dL",
        "Patient | Date | Hb · value | unit; 3\nPatient | Date | Hb · value | unit; 7",
    ),
    (
        "a date twice over other heads",
        "Patient|Date|Hb|Date|WBC\nS-1|2026-03-01|8.4|2026-03-02|3.2",
        "Patient | Date | Hb | Date | WBC; 2",
    ),
)  # fmt: skip


@pytest.mark.parametrize(
    ("sheet", "expected", "merged"), [(sheet, words, merged) for _, sheet, words, *merged in CASES], ids=[case[0] for case in CASES]
)
def test_a_sheet_becomes_regions(sheet, expected, merged):
    table = drawn(sheet, *(merged[0] if merged else ()))
    found = regions(table)
    assert list(map(told, found)) == expected.split("\n")
    assert filled(table) <= held(found)


@pytest.mark.parametrize("rows", [[], [[]], [[None, None]], [["", " "], [None, "\n"]]])
def test_a_sheet_without_a_filled_cell_has_no_region(rows):
    assert regions(tabled(rows)) == []


def test_a_sheet_of_more_rows_than_a_laboratory_has_tests_is_not_turned():
    rows: list[list[Cell]] = [["Patient", "S-1"], ["Date", "2026-03-01"], ["Hb", 8.4], ["WBC", 3.2]]
    more: list[list[Cell]] = [[f"Test {at}", 1.0] for at in range(400)]
    assert [region.across for region in regions(tabled(rows))] == [True]
    assert [region.across for region in regions(tabled([*rows, *more]))] == [False]


def test_heads_are_looked_for_below_many_blank_rows():
    gap: list[list[Cell]] = [[None]] * 100
    (region,) = regions(tabled([*gap, ["Patient", "Date", "Hb"], ["S-1", "2026-03-01", 8.4]]))
    assert told(region) == "Patient | Date | Hb; 102"


def test_a_region_of_a_sheet_that_begins_further_in_names_its_cells():
    table = Table("a.xlsx", "June", [["Patient", "Date", "Hb"], ["S-1", "2026-03-01", 8.4]], 5, 3, False, {}, [])
    (region,) = regions(table)
    assert [place[:2] for column in region.columns for place in column.heads] == [(5, 3), (5, 4), (5, 5)]
    assert region.place(region.lines[0], region.columns[2]) == (6, 5)
    turned = Table("a.xlsx", "June", [["Patient", "S-1"], ["Date", "2026-03-01"], ["Hb", 8.4], ["WBC", 3.2]], 5, 3, False, {}, [])
    (region,) = regions(turned)
    assert [region.place(region.lines[0], column) for column in region.columns] == [(5, 4), (6, 4), (7, 4), (8, 4)]


def test_cells_of_blanks_are_no_line():
    (region,) = regions(tabled([["Patient", "Date", "Hb"], [" ", "\n", None], ["S-1", "2026-03-01", 8.4]]))
    assert told(region) == "Patient | Date | Hb; 3"
