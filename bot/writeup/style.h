#pragma once
// Internal to bot/writeup/: the style sheet of the HTML write-up, within the file itself.

#include <string_view>

namespace tocsin::writeup {

inline constexpr std::string_view k_style = R"css(
:root{color-scheme:light dark;--paper:#fff;--ink:#1c2127;--soft:#57606a;--line:#d0d7de;
--tint:#f3f5f7;--link:#0550ae;--mark:#fff3bf}
@media (prefers-color-scheme:dark){:root{--paper:#14181d;--ink:#e3e8ee;--soft:#a3adb8;
--line:#39424d;--tint:#1d232a;--link:#79b8ff;--mark:#4d4015}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0 auto;padding:1.25rem 1rem 4rem;max-width:62rem;background-color:var(--paper);
color:var(--ink);font:1rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;
overflow-wrap:anywhere}
h1{font-size:1.7rem;line-height:1.25;margin:.4em 0 .6em}
h2{font-size:1.2rem;line-height:1.3;margin:2.2em 0 .6em;padding-bottom:.25em;
border-bottom-width:1px;border-bottom-style:solid;border-bottom-color:var(--line)}
p,ul,ol{margin:.6em 0}
ul,ol{padding-left:1.3rem}
li{margin:.3em 0}
a{color:var(--link);text-underline-offset:.15em}
a.entry{text-decoration:none}li>a.entry,p>a.entry{text-decoration:underline dotted}
a:focus-visible,div:focus-visible{outline:2px solid;outline-offset:2px}
li:has(>a:target),li:has(>p>a:target),tr:has(a:target),a:target{background-color:var(--mark)}
code{font-family:ui-monospace,"SF Mono",Menlo,Consolas,monospace;font-size:.92em;
background-color:var(--tint);padding:.1em .3em;border-radius:3px}
em{color:var(--soft)}
.wide{overflow-x:auto}
table{border-collapse:collapse;min-width:20rem}
th,td{border-bottom-width:1px;border-bottom-style:solid;border-bottom-color:var(--line);padding:.35em 1.1em .35em 0;text-align:left;
vertical-align:top;overflow-wrap:break-word}
th{font-weight:600}
@media screen{table:has(th:nth-child(4)){min-width:40rem}}
figure{margin:1.6rem 0}
figcaption{color:var(--soft);font-size:.9rem;margin-top:.4rem}
svg{display:block;width:100%;height:auto}
svg.slim{display:none}
@media (max-width:40rem){svg.broad{display:none}svg.slim{display:block}
h1{font-size:1.4rem}body{padding:1rem .8rem 3rem}}
footer{margin-top:3rem;color:var(--soft);font-size:.85rem}
@page{margin:16mm 14mm}
@media print{
:root{--paper:#fff;--ink:#000;--soft:#444;--line:#bbb;--tint:#f2f2f2;--link:#000;--mark:#fff}
body{max-width:none;padding:0;font-size:10pt;line-height:1.4}
h1,h2{break-after:avoid}
li,tr,figure,svg{break-inside:avoid}
thead{display:table-header-group}
p{orphans:3;widows:3}
.wide{overflow:visible}
table{width:100%}
svg.broad{display:block}svg.slim{display:none}
a{text-decoration:none}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}
}
)css";

// Within the drawing, over the colours that it brings along: those are the ones of paper.
inline constexpr std::string_view k_drawing_style = R"css(
@media screen and (prefers-color-scheme:dark){
.paper{fill:#14181d}.ink{fill:#e3e8ee}.soft{fill:#a3adb8}.rule{stroke:#39424d}.phase{stroke:#e3e8ee}
.trough{fill:#1d232a}.tick{fill:#a3adb8}.dot{fill:#79b8ff}.silence{fill:#4d4015}
.sev1{fill:#f0787a}.sev2{fill:#f2a65a}.sev3{fill:#e5c94f}.sev4{fill:#8fb8e8}.unset{fill:#5b6570}
.investigating{fill:#b89af2}.identified{fill:#8fb8e8}.monitoring{fill:#74c7d3}
.mitigated{fill:#93d07f}.resolved{fill:#4fae5c}.over{fill:#5b6570}.gap{fill:#d7dde3}
.on-unset,.on-over{fill:#fff}.on-silence{fill:#f3e3a6}.held{fill:#8a94a0}}
)css";

}  // namespace tocsin::writeup
