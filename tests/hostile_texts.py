"""Texts that would do harm where something takes them for code, markup, an address or a path."""

from __future__ import annotations

PRODUCT = "8641969"
"""What a template would make of `{{ 1234567*7 }}`."""

PAYLOADS = (
    # elements and comments
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "<iframe src=https://evil.test></iframe>",
    '<meta http-equiv="refresh" content="0;url=https://evil.test">',
    "<base href=https://evil.test/>",
    "<style>*{display:none}</style>",
    "<form action=https://evil.test><input name=q>",
    "</title></head><body onload=alert(1)>",
    "<!--",
    "]]><b>--><b>",
    "<![CDATA[<b>]]>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62; &#x3c;b&#x3e;",
    "\\u003cscript\\u003e \\x3cb",
    # attributes
    '" onmouseover="alert(1)" x="',
    "' onfocus='alert(1)' autofocus='",
    "` onclick=alert(1) `",
    "x style=position:fixed",
    # addresses
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)//https://www.example.com/",
    "java\tscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "//evil.test/x",
    "/\\evil.test/x",
    "https://www.example.com@evil.test/",
    "https://www.example.com\\@evil.test/",
    "https://www.example.com/?a=1&b=%22onclick=alert(1)//'%0d%0aSet-Cookie:x",
    "https://www.example.com/{{1234567*7}}#javascript:alert(1)",
    "file:///etc/passwd",
    "blob:https://evil.test/1",
    # paths
    "../../../../etc/passwd",
    "/../../etc/passwd",
    "..%2f..%2fetc%2fpasswd",
    "..\\..\\windows\\win.ini",
    "/etc/passwd",
    "/old/(page)!@=1+1,2~3",
    "{attach}/../pelicanconf.py",
    "{filename}/../../pelicanconf.py",
    "{static}/../../pelicanconf.py",
    "CON",
    # templates and formats
    "{{ 1234567*7 }}",
    "{{ catalog.repository.root }} {% include 'base.html' %}",
    "{% raw %} {# comment #} {{ self }}",
    "${1234567*7} #{1234567*7} <%= 1234567*7 %>",
    "%(name)s %s %n {0} {name} {phone}",
    # formulas
    '=HYPERLINK("https://evil.test","x")',
    "+1+cmd|' /C calc'!A0",
    "-1+1",
    "@SUM(1+1)",
    "\t=1+1",
    "'=1+1",
    # lines, fences and records of other formats
    "one\r\nSet-Cookie: x=1",
    "---\nid: other",
    "BEGIN:VCARD\nEND:VCARD",
    "x;TYPE=y:z\\, \\n \\;",
    "/* https://evil.test 301!",
    "} location / { return 301 https://evil.test; } #",
    "*a &b !!python/object/apply:os.system [id]",
    "[x](javascript:alert(1)) ![x](https://evil.test/x.png) **b** `c`",
    # characters
    "null \x00 bell \x07 escape \x1b[31m",
    "next line \x85 and \x9b31m",
    "\u202egnp.exe",
    "\u2028\u2029 lines",
    "\ufeff mark",
    "\u200b\u2060 nothing",
    "\U000e0041 tag",
    "a\u0301\u0301\u0301\u0301 \u0130\u0131 \ufb01 \U0001f468\u200d\U0001f469\u200d\U0001f467",
    "\u05e9\u05dc\u05d5\u05dd (a) \u0645\u0631\u062d\u0628\u0627 1-2",
    # sizes
    "x" * 500,
    "\U0001f9e0" * 500,
    "x" * 100_000,
    "[" * 20_000,
    "",
    " ",
)
