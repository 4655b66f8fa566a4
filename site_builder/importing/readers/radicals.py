"""Radicals that PDF files hold in the place of characters: they look the same and are none."""

import unicodedata

_RADICALS = (
    "⺀冫⺁厂⺂乛⺃乚⺄乙⺅亻⺆冂⺇几⺈刀⺉刂⺊卜⺋㔾⺌小⺍小⺎兀⺏尣⺐尢⺑𡯂⺒巳⺓幺⺔彑⺕彐⺖忄⺗㣺⺘扌⺙攵⺛旡⺜日⺝月⺞歺⺟母⺠民"
    "⺡氵⺢氺⺣灬⺤爫⺥爫⺦丬⺧牛⺨犭⺩王⺪疋⺫目⺬示⺭礻⺮竹⺯糹⺰纟⺱网⺲罒⺳网⺴网⺵网⺶羊⺷羊⺸羊⺹耂⺺肀⺻聿⺼月⺽臼⺾艹⺿艹"
    "⻀艹⻁虎⻂衤⻃西⻄西⻅见⻆角⻇角⻈讠⻉贝⻊足⻋车⻌辶⻍辶⻎辶⻏阝⻐钅⻑長⻒镸⻓长⻔门⻕阜⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞食"
    "⻟飠⻠饣⻡首⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟"
)
_KANGXI = range(0x2F00, 0x2FE0)
_COMPATIBILITY = (range(0xF900, 0xFB07), range(0x2F800, 0x2FA20))
"""Ideographs and Latin ligatures."""


def to_characters(text: str) -> str:
    """Return a text with characters in the place of radicals, ligatures and doubled codes."""
    if text.isascii():
        return text
    return "".join(map(_character, text))


def _character(letter: str) -> str:
    code = ord(letter)
    if 0x2E80 <= code <= 0x2EFF:  # noqa: PLR2004 - CJK Radicals Supplement
        position = _RADICALS.find(letter)
        return _RADICALS[position + 1] if position >= 0 else letter
    if code in _KANGXI or any(code in block for block in _COMPATIBILITY):
        return unicodedata.normalize("NFKC", letter)
    return letter
