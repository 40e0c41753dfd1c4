"""Sixty texts that try to be more than text. `window.hostile` is what those that run would set."""

RUN = "window.hostile=1"

_SCRIPTS = [
    f"<script>{RUN}</script>",
    f"<SCRIPT>{RUN}</SCRIPT>",
    f"<scr<script>ipt>{RUN}</scr</script>ipt>",
    f"</script><script>{RUN}</script>",
    f"<script\x09type='text/javascript'>{RUN}</script>",
    f"<script src=data:text/javascript,{RUN}></script>",
    f"<svg><script>{RUN}</script></svg>",
    f"<math><mtext></p><script>{RUN}</script></mtext></math>",
    f"<template><script>{RUN}</script></template>",
    f"<noscript><p title='</noscript><script>{RUN}</script>'>",
    f"<![CDATA[<script>{RUN}</script>]]>",
    f"<!--<script>{RUN}//--><script>{RUN}</script>",
]
_HANDLERS = [
    f"<img src=x onerror={RUN}>",
    f"<img src=x onerror='{RUN}'//",
    f'"><img src=x onerror={RUN}>',
    f"'><img src=x onerror={RUN}>",
    f"<svg onload={RUN}>",
    f"<svg/onload={RUN}>",
    f"<body onload={RUN}>",
    f"<details open ontoggle={RUN}>x</details>",
    f"<input autofocus onfocus={RUN}>",
    f"<video><source onerror={RUN}></video>",
    f"<audio src=x onerror={RUN}>",
    f"<marquee onstart={RUN}>x</marquee>",
    f"<div style='animation-name:x' onanimationstart={RUN}>x</div>",
    f"<iframe srcdoc='<script>parent.{RUN}</script>'></iframe>",
    f"<object data='data:text/html,<script>parent.{RUN}</script>'></object>",
    f"<embed src='javascript:{RUN}'>",
    f'" onmouseover="{RUN}" x="',
    f"' onfocus='{RUN}' autofocus tabindex=1 '",
    f"` onerror=`{RUN}`",
    f"<img src=`x`onerror={RUN}>",
]
_LINKS = [
    f"<a href='javascript:{RUN}'>click</a>",
    f"<a href='JaVaScRiPt:{RUN}'>click</a>",
    f"<a href='java\nscript:{RUN}'>click</a>",
    f"<form action='javascript:{RUN}'><button>go</button></form>",
    f"<base href='javascript:{RUN}//'>",
    f"<meta http-equiv=refresh content='0;url=javascript:{RUN}'>",
    f"<link rel=stylesheet href='data:text/css,*{{background:url(javascript:{RUN})}}'>",
    f"javascript:{RUN}",
]
_MARKDOWN = [
    f"[click](javascript:{RUN})",
    f"![x](x'onerror='{RUN})",
    f"<javascript:{RUN}>",
    f"[click]: javascript:{RUN}",
    f"```html\n<script>{RUN}</script>\n```",
    "# Heading **bold** _it_ `code`",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    ":red[red] :material/delete: :smile:",
    r"$\href{javascript:window.hostile=1}{x}$",
    r"$$\frac{1}{2}$$ \(x\) \[y\]",
    f"$\\html{{<script>{RUN}</script>}}$",
]
_ENTITIES = [
    f"&lt;script&gt;{RUN}&lt;/script&gt;",
    f"&#60;script&#62;{RUN}&#60;/script&#62;",
    "&amp;amp; &nbsp; &#x202e; &notanentity; &",
    "&lt",
    "<",
    "<b unclosed title='",
    "</div></article></section></p>",
]
_BIDI = [
    "invoice\u202egpj.exe",
    "\u2066isolate\u2069 \u202bembedding\u202c \u200fmark",
]
PAYLOADS = _SCRIPTS + _HANDLERS + _LINKS + _MARKDOWN + _ENTITIES + _BIDI
