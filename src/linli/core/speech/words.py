"""What is said for letters, units and signs; dated by nothing, so it lives here and not in a table."""

from __future__ import annotations

from collections.abc import Mapping

LETTERS: Mapping[str, str] = {
    "A": "诶", "B": "必", "C": "西", "D": "弟", "E": "衣", "F": "艾弗", "G": "记", "H": "艾尺", "I": "爱", "J": "杰",
    "K": "开", "L": "艾勒", "M": "艾姆", "N": "恩", "O": "欧", "P": "批", "Q": "丘", "R": "阿尔", "S": "艾斯",
    "T": "提", "U": "优", "V": "维", "W": "达不溜", "X": "艾克斯", "Y": "歪", "Z": "贼",
}  # fmt: skip
WORDS: Mapping[str, str] = {
    "wi-fi": "无线网", "wifi": "无线网", "app": "诶批批", "ok": "好", "vs": "对", "email": "电子邮件", "e-mail": "电子邮件",
    "qq": "扣扣", "ktv": "开提维", "logo": "标志", "am": "上午", "pm": "下午",
}  # fmt: skip
"""Words in Latin letters that everybody knows."""
UNITS: Mapping[str, str] = {
    "mmHg": "毫米汞柱", "kV": "千伏", "dB": "分贝", "hm²": "公顷", "hm2": "公顷", "cm²": "平方厘米", "cm2": "平方厘米",
    "cm³": "立方厘米", "cm3": "立方厘米", "μg": "微克", "µg": "微克", "t": "吨", "kWh": "千瓦时", "kwh": "千瓦时", "m2": "平方米", "m²": "平方米", "㎡": "平方米", "km2": "平方公里", "km²": "平方公里",
    "m3": "立方米", "m³": "立方米", "km/h": "公里每小时", "m/s": "米每秒", "km": "公里", "KM": "公里", "cm": "厘米", "mm": "毫米",
    "kg": "公斤", "KG": "公斤", "mg": "毫克", "ml": "毫升", "mL": "毫升", "kW": "千瓦", "kw": "千瓦", "MPa": "兆帕",
    "min": "分钟", "℃": "摄氏度", "°C": "摄氏度", "°": "度", "m": "米", "g": "克", "L": "升", "h": "小时", "s": "秒",
    "V": "伏", "W": "瓦", "G": "吉", "M": "兆", "㎏": "公斤", "㎝": "厘米", "㎞": "公里",
}  # fmt: skip
COLD = frozenset({"℃", "°C"})
MEASURES = (
    "个|位|名|人|户|次|天|年(?!级)|小时|分钟|秒|只|条|张|件|家|间|米|公里|里|公斤|斤|克|吨|升|元|块|角|分|岁|倍|种|类|项|场|"
    "处|台|辆|棵|份|套|批|把|本|瓶|袋|箱|桶|车|遍|趟|周|点|万|千|亿|平方米|平方公里|立方米|千瓦时|度|扇|站|口|头|则|封|顿|"
    "页|杯|碗|盒|根|座(?!机)|所|句|对|组|排|片|块|道|股|篇|刻|期间|季度"
)
"""Words to count with: two of them is 两, while the second month, floor or entrance is 二."""
PAUSES: Mapping[str, str] = {
    **dict.fromkeys("，,", "，"), **dict.fromkeys("。.", "。"), **dict.fromkeys("；;", "；"), **dict.fromkeys("：:", "："),
    **dict.fromkeys("！!", "！"), **dict.fromkeys("？?", "？"), **dict.fromkeys("、/|", "、"), **dict.fromkeys("\n\r", "。"),
    **dict.fromkeys("()（）[]【】〔〕{}<>〈〉—–-~～…·•*#_`^\\$'\"“”‘’《》「」『』", "，"),
    **dict.fromkeys(" \t\u3000\u00a0", ""),
}  # fmt: skip
"""Signs that are heard as a rest, or not at all."""
SIGNS: Mapping[str, str] = {"+": "加", "=": "等于", "×": "乘", "÷": "除以", "&": "和", "%": "百分号", "№": "编号", "±": "正负", "≥": "不少于", "≤": "不超过", "@": "在"}  # fmt: skip
