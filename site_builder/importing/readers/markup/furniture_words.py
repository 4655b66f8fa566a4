"""Words of buttons, navigation and page information, which are no part of any document."""

from site_builder.model.lazy_pattern import lazy_pattern

_MAX_LENGTH = 200
_BUTTON = (
    "打印(?:本页|此页|本文|文章|页面|预览)?|关闭(?:窗口|本页|页面|此页)?|收藏(?:本页|网页)?"
    "|分享(?:到|至|本页)?|转发|微信(?:好友|扫一扫)?|朋友圈|新浪微博|腾讯微博|微博|[Qq][Qq](?:空间|好友)?"
    "|字号|字体(?:大小)?|特大|超大|默认|标准|大|中|小|保护视力色|返回(?:顶部|首页|列表|上级)?|回到顶部|TOP|top"
    "|无障碍(?:阅读|浏览)?|长者(?:模式|版|助手)|适老(?:模式|版)|朗读|语音播报|繁體|繁体|简体|简|繁"
    "|全真版|文字版|文件下载|下载(?:全文|打印)?|我要(?:纠错|评论|收藏)|纠错|点赞|复制(?:链接)?|登录|注册"
    "|视力保护色|播放|暂停|停止|到"
)
_SEPARATORS = lazy_pattern(r"[\s\[\]【】〖〗（）()｜|/／:：,，、>》<《·•+\-—_]+")
_BUTTONS = lazy_pattern(rf"(?:{_BUTTON})+")
_REAL_BUTTON = lazy_pattern(
    r"打印|关闭|分享|字号|字体|收藏|返回|下载|微信|微博|登录|纠错|朗读|长者|无障碍"
)
_FIELDS = (
    "(?:信息)?来源|文章来源|稿件来源|发布(?:日期|时间|机构|单位|者)?|发文(?:日期|时间)|日期|时间|作者|编辑"
    "|索引号|信息索引号|文号|发文字号|信息分类|主题分类|体裁分类|服务对象分类|主题词|关键词|公开(?:方式|时限|范围|形式)"
    "|(?:信息)?有效性|时效性|效力状态|发布机构|公开机构|生成日期|成文日期|公开日期|废止日期|信息名称|内容概述"
    "|责任编辑|责编|审核|浏览(?:次数|量|数)?|阅读(?:次数|量|数)?|点击(?:次数|量|数|率)?|访问(?:次数|量)?"
    "|字号|字体|打印|分享(?:到|至)?|更新(?:日期|时间)|信息提供|发稿|录入"
)
_FIELD_LINE = lazy_pattern(rf"(?:[【\[（(]?(?:{_FIELDS})[:：][^。；]*)")
_COUNTS = lazy_pattern(r"(?:浏览|阅读|点击|访问)(?:次数|量|数|率)?[:：]?\d*次?")
_NEIGHBOUR = lazy_pattern(
    r"(?:上一[篇条页则]|下一[篇条页则])[:：]?.*|(?:首页\s*)?(?:共\s*[0-9]+\s*页|上一页).*下一页.*"
)
_POSITION = lazy_pattern(
    r"(?:您|你)?(?:现在|当前|目前)?(?:的|所在(?:的)?)?位置(?:是)?[:：].*|当前位置.*|首页\s*[>》/›→»-].*"
)
_SCAN = lazy_pattern(
    r"(?:用|使用)?(?:手机|微信)?(?:扫一扫|扫码|扫描).{0,12}(?:手机|打开|当前页|本页|分享|关注|浏览).{0,10}"
    r"|(?:微信|本页|页面|手机|公众号)*二维码[:：]?"
)
_NUMBERED = lazy_pattern(r"[（(]?(?:[一二三四五六七八九十]{1,3}|[0-9]{1,2})[、.．）)]")
_FOOT = lazy_pattern(
    r".*(?:ICP备|公网安备|网站标识码|版权所有|[Cc]opyright|技术支持[:：]|承办单位[:：]|网站地图).*",
)
_DATE = lazy_pattern(r"[12][0-9]{3}[-年/.][0-9]{1,2}[-月/.][0-9]{1,2}")


_REASONS = (
    (_COUNTS, "浏览次数"),
    (_NEIGHBOUR, "上一篇、下一篇、相关链接"),
    (_POSITION, "网页的导航"),
    (_SCAN, "二维码"),
    (_FOOT, "网页的页脚"),
)


def furniture_reason(text: str, *, is_late: bool) -> str:
    """Return why some words are no part of a document, in Chinese; empty when they are.

    Late, behind a sentence, a day or a name after a colon may belong to the document.
    """
    if len(text) > _MAX_LENGTH or "。" in text or _NUMBERED.match(text):
        return ""
    compact = _SEPARATORS.sub("", text)
    if _BUTTONS.fullmatch(compact) and _REAL_BUTTON.search(compact):
        return "打印、分享、字号等按钮"
    line = " ".join(text.split())
    if (
        not _COUNTS.fullmatch(line)
        and _FIELD_LINE.fullmatch(line)
        and _is_page_information(line, is_late=is_late)
    ):
        return "网页上的来源、日期等信息"
    return next((reason for pattern, reason in _REASONS if pattern.fullmatch(line)), "")


def _is_page_information(line: str, *, is_late: bool) -> bool:
    """Return whether fields are those of a page, and no sentence that begins like one."""
    if any(word in line[:12] for word in _STRONG_FIELDS):
        return True
    return not is_late and bool(_DATE.search(line))


_STRONG_FIELDS = (
    "索引号",
    "信息分类",
    "主题分类",
    "来源",
    "浏览",
    "字号",
    "字体",
    "阅读",
    "点击",
    "责任编辑",
    "打印",
    "发布时间",
    "发布日期",
)
