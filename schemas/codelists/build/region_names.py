# ruff: noqa: E501  (lists read better in long lines)
"""Names of the rows of regions.csv in English and in pinyin; regions.py calls it.

Needs pypinyin (MIT) for the divisions of China and babel (BSD-3) for the English names that Unicode
CLDR gives the countries. Neither is needed at run time.
"""

from __future__ import annotations

from babel import Locale
from pypinyin import lazy_pinyin, load_phrases_dict

# Readings of names that differ from how their characters are read elsewhere, by hand.
READINGS = (
    "丽水 li shui|大埔 da bu|番禺 pan yu|牟平 mu ping|中牟 zhong mu|东阿 dong e|阿城 a cheng|黄陂 huang pi|荥经 ying jing"
    "|荥阳 xing yang|犍为 qian wei|筠连 jun lian|枞阳 zong yang|吴堡 wu bu|柞水 zha shui|大城 dai cheng|乐亭 lao ting"
    "|井陉 jing xing|洪洞 hong tong|单县 shan xian|莘县 shen xian|铅山 yan shan|浚县 xun xian|蔚县 yu xian|尉犁 yu li"
    "|歙县 she xian|砀山 dang shan|六合 lu he|六安 lu an|乐清 yue qing|闽侯 min hou|长汀 chang ting|嵊泗 sheng si"
    "|会同 hui tong|会泽 hui ze|会宁 hui ning|会昌 hui chang|会东 hui dong|会理 hui li|曾都 zeng du|盱眙 xu yi|朝阳 chao yang"
    "|宿州 su zhou|宿迁 su qian|宿松 su song|宿城 su cheng|宿豫 su yu|厦门 xia men|重庆 chong qing|渑池 mian chi|长垣 chang yuan"
    "|柏乡 bai xiang|泌阳 bi yang|郏县 jia xian|涡阳 guo yang|涪陵 fu ling|什邡 shi fang|巴音郭楞 ba yin guo leng"
    "|台州 tai zhou|天台 tian tai|耒阳 lei yang|阆中 lang zhong|珲春 hun chun|桦甸 hua dian|穆棱 mu ling|隰县 xi xian"
    "|行唐 xing tang|陵水 ling shui|儋州 dan zhou|都匀 du yun|都江堰 du jiang yan|成都 cheng du|长子 zhang zi"
    "|尚志 shang zhi|乐都 le du|乐山 le shan|乐东 le dong|乐业 le ye|乐昌 le chang|乐平 le ping|乐安 le an|乐至 le zhi|乐陵 lao ling"
    "|句容 ju rong|勐腊 meng la|峨边 e bian|化隆 hua long"
    "|长治 chang zhi|长海 chang hai|长丰 chang feng|弓长岭 gong chang ling|襄都 xiang du|信都 xin du|望都 wang du|尧都 yao du"
    "|都昌 du chang|南乐 nan le|民乐 min le|万柏林 wan bai lin|克什克腾 ke shi ke teng|康巴什 kang ba shi|乌什 wu shi"
    "|阿图什 a tu shi|霍林郭勒 huo lin guo le|锡林郭勒 xi lin guo le|库尔勒 ku er le|克孜勒苏 ke zi le su|蚌山 beng shan"
    "|马尾 ma wei|佛冈 fo gang|佛坪 fo ping|召陵 shao ling|繁峙 fan shi|浪卡子 lang ka zi"
)
# Names in use in English that are not their pinyin: of the autonomous regions, and from other languages.
ESTABLISHED = (
    "150000 Inner Mongolia|450000 Guangxi|540000 Tibet|610000 Shaanxi|640000 Ningxia|650000 Xinjiang|710000 Taiwan"
    "|810000 Hong Kong|820000 Macao|150100 Hohhot|150600 Ordos|150700 Hulunbuir|150800 Bayannur|150900 Ulanqab"
    "|152200 Hinggan|152500 Xilingol|152900 Alxa|150781 Manzhouli|152501 Erenhot|230100 Harbin|230200 Qiqihar"
    "|513200 Ngawa|513300 Garze|540100 Lhasa|540200 Shigatse|540300 Qamdo|540400 Nyingchi|540600 Nagqu|542500 Ngari"
    "|632600 Golog|632801 Golmud|650100 Urumqi|650200 Karamay|650400 Turpan|652700 Bortala|652800 Bayingolin"
    "|652900 Aksu|653000 Kizilsu|653100 Kashgar|653200 Hotan|654000 Ili|654300 Altay|659002 Aral|659003 Tumxuk"
)
_ESTABLISHED = {item[:6]: item[7:] for item in ESTABLISHED.split("|")}

for _item in READINGS.split("|"):
    _name, *_syllables = _item.split(" ")
    load_phrases_dict({_name: [[syllable] for syllable in _syllables]})


def add(row: dict[str, str]) -> None:
    """Add name_en and name_pinyin to a row of regions.csv; a country has no pinyin."""
    code, name = row["region_code"], row["name"]
    country = not code.isdigit()
    row["name_en"] = Locale("en").territories[code] if country else english(code, row["name_short"])
    row["name_pinyin"] = "" if country else " ".join(syllables(name)).capitalize()


def english(code: str, name: str) -> str:
    """Return the name in use in English, or the pinyin in one word (Xi'an, Suzhou)."""
    parts = syllables(name)
    joined = parts[0] + "".join(f"'{part}" if part[0] in "aoe" else part for part in parts[1:])
    return _ESTABLISHED.get(code, joined.capitalize())


def syllables(name: str) -> list[str]:
    """Return the syllables of a name, without tones, ü as u as names are written on maps."""
    return [syllable.replace("ü", "u") for syllable in lazy_pinyin(name, v_to_u=True)]
