"""Style sheet and the few lines of script of the report."""

from __future__ import annotations

from netback.views import theme

__all__ = ["CSS", "SCRIPT"]

_TEXT = "Charter,'Bitstream Charter','Iowan Old Style',Georgia,'Liberation Serif','DejaVu Serif',serif"

CSS = (
    theme.stylesheet()
    + f"""
*{{box-sizing:border-box}}
html{{scroll-behavior:smooth;-webkit-text-size-adjust:100%}}
body{{margin:0;background:var(--nb-paper);color:var(--nb-ink);font:400 18px/1.55 {_TEXT};overflow-wrap:break-word}}
.sans,nav,table,summary,.kicker,.cards,.box,.said,.note,figure,.when,.who,footer,button,.events,.refs,.fine{{font-family:{theme.FONT}}}
a{{color:inherit;text-decoration:underline;text-decoration-color:var(--nb-axis);text-underline-offset:.16em}}
a:hover{{text-decoration-color:currentColor}}
a:focus-visible,summary:focus-visible,button:focus-visible,.scroll:focus-visible{{outline:3px solid var(--nb-inside);outline-offset:2px}}
a.c{{text-decoration-style:dotted;text-decoration-thickness:2px;font-weight:600}}
sup{{font:600 .66em/0 {theme.FONT};vertical-align:baseline;position:relative;top:-.5em;margin-left:.1em}}
sup a{{text-decoration:none;color:var(--nb-inside);padding:.35em .12em}}
sup a:hover{{text-decoration:underline}}
.skip{{position:absolute;left:-9999px}}
.skip:focus{{left:8px;top:8px;background:var(--nb-paper);padding:8px 12px;z-index:9}}
header,main,footer{{max-width:1000px;margin:0 auto;padding:0 20px}}
.bar{{display:flex;justify-content:space-between;align-items:center;gap:12px;border-bottom:3px solid var(--nb-ink);padding:14px 0 8px}}
.bar b{{font:700 17px {theme.FONT};letter-spacing:.01em}}
.bar span{{font:14px {theme.FONT};color:var(--nb-ink-2)}}
button{{font-size:14px;color:var(--nb-ink);background:none;border:1px solid var(--nb-axis);border-radius:4px;padding:5px 10px;cursor:pointer}}
.kicker{{font-size:15px;color:var(--nb-ink-2);margin:26px 0 4px}}
h1{{font:700 clamp(29px,5.2vw,46px)/1.1 {_TEXT};letter-spacing:-.012em;margin:0 0 12px;max-width:20em;text-wrap:balance}}
h1 a.c{{font-weight:inherit}}
h2{{font:700 clamp(23px,3.4vw,30px)/1.18 {_TEXT};letter-spacing:-.006em;margin:0 0 10px;text-wrap:balance}}
h3{{font:700 18px/1.3 {theme.FONT};margin:30px 0 6px}}
main>section{{border-top:1px solid var(--nb-ink);padding-top:14px;margin-top:46px}}
main>section:first-child{{border-top:0;margin-top:0;padding-top:0}}
.eyebrow{{font:700 13px {theme.FONT};color:var(--nb-accent);margin:0 0 3px}}
p,ul.plain,ol.plain{{max-width:41em;margin:0 0 13px}}
ul.plain,ol.plain{{padding-left:1.15em}}
li{{margin:.2em 0}}
.lead{{font-size:20px;line-height:1.5}}
.banner{{background:var(--nb-warn);color:var(--nb-paper);font:700 16px/1.4 {theme.FONT};padding:10px 14px;margin:16px 0 0;max-width:none}}
.cards{{display:grid;grid-template-columns:repeat(auto-fit,minmax(200px,1fr));gap:0;margin:22px 0;border-bottom:1px solid var(--nb-grid)}}
.card{{border-top:3px solid var(--nb-ink);padding:10px 16px 12px 0}}
.card .by{{font-size:14px;color:var(--nb-ink-2)}}
.card .p{{font-size:46px;line-height:1.05;font-weight:700;letter-spacing:-.02em;font-variant-numeric:tabular-nums}}
.card .p a.c{{font-weight:700;text-decoration-thickness:1px}}
.card .of{{font-size:14px;line-height:1.45}}
.card .in{{color:var(--nb-inside);font-weight:600}}
.card .out{{color:var(--nb-outside);font-weight:600}}
.box{{background:var(--nb-era-other);padding:14px 18px;margin:18px 0;font-size:15.5px;line-height:1.5}}
.box p{{max-width:none;margin:0 0 8px}}
.box p:last-child{{margin:0}}
.box ul{{margin:6px 0 0;padding-left:1.1em}}
.fine,.fine p{{font-size:14.5px;line-height:1.5;color:var(--nb-ink-2);max-width:none}}
nav.contents{{font-size:15px;margin:22px 0 0;padding:10px 0;border-top:1px solid var(--nb-grid);border-bottom:1px solid var(--nb-grid)}}
nav.contents ol{{list-style:none;margin:0;padding:0;display:flex;flex-wrap:wrap;gap:4px 18px}}
nav.contents a{{display:inline-block;padding:3px 0}}
.chart{{margin:26px 0 30px}}
.chart>.nb-figure{{margin:0 -20px}}
.chart>.nb-figure .nb-narrow{{max-width:560px}}
.twins{{display:flex;flex-wrap:wrap;gap:0 22px;border-bottom:1px solid var(--nb-grid);padding:0 0 6px}}
.twins details[open]{{flex-basis:100%}}
details{{min-width:0}}
summary{{font-size:14px;cursor:pointer;padding:6px 0;color:var(--nb-ink-2)}}
summary:hover{{color:var(--nb-ink)}}
.inside{{padding:2px 0 8px;font-size:15px}}
.inside p{{font:15px/1.5 {theme.FONT};max-width:52em;margin:0 0 6px}}
ul.said{{list-style:none;margin:0 0 8px;padding:0;font-size:14.5px;line-height:1.45}}
ul.said li{{padding:5px 0;border-top:1px solid var(--nb-grid)}}
.when{{color:var(--nb-ink-2);font-variant-numeric:tabular-nums}}
.who{{color:var(--nb-ink-2)}}
.scroll{{overflow-x:auto;max-width:100%;margin:4px 0 14px}}
.tall{{max-height:560px;overflow:auto}}
table{{border-collapse:collapse;font-size:14.5px;line-height:1.4;font-variant-numeric:tabular-nums;min-width:min(100%,41em)}}
.twins table,.all table{{min-width:100%}}
caption{{text-align:left;font-weight:700;padding:0 0 6px}}
caption span{{display:inline-block;position:sticky;left:0;max-width:min(100%,calc(100vw - 30px))}}
th,td{{text-align:left;vertical-align:top;padding:5px 14px 5px 0;border-top:1px solid var(--nb-grid)}}
thead th{{border-top:0;border-bottom:1.5px solid var(--nb-ink);font-weight:600;color:var(--nb-ink-2);vertical-align:bottom}}
tbody th{{font-weight:400;min-width:8.5em}}
tbody th.k{{min-width:0}}
th.n,td.n{{text-align:right;white-space:nowrap}}
td.wide{{min-width:18em}}
tr.main th,tr.main td{{font-weight:700}}
.events{{font-size:14.5px;line-height:1.42;columns:2;column-gap:36px;list-style:none;margin:10px 0 16px;padding:0}}
.events li{{break-inside:avoid;padding:5px 0 5px 34px;border-top:1px solid var(--nb-grid);position:relative;margin:0}}
.events .k{{position:absolute;left:0;top:5px;min-width:24px;text-align:center;font-weight:700;border:1.5px solid var(--nb-ink);border-radius:10px;padding:0 3px;font-size:12.5px}}
.refs{{font-size:14px;line-height:1.45;margin:8px 0 16px;padding:0;list-style:none;columns:2;column-gap:36px}}
.refs li{{break-inside:avoid;padding:6px 0 6px 38px;border-top:1px solid var(--nb-grid);position:relative;margin:0;overflow-wrap:anywhere}}
.refs .k{{position:absolute;left:0;top:6px;font-weight:700;color:var(--nb-inside)}}
.remark{{display:block;color:var(--nb-ink-2);font-size:13.5px}}
.nb{{white-space:nowrap}}
.refs .uses{{color:var(--nb-ink-2)}}
:target{{background:var(--nb-land-focus)}}
.flag{{font-weight:700;color:var(--nb-warn)}}
.ok{{font-weight:700;color:var(--nb-deal)}}
footer{{border-top:1px solid var(--nb-ink);margin-top:48px;padding-top:12px;padding-bottom:36px;font-size:14px;color:var(--nb-ink-2)}}
code{{font-size:.88em}}
@media (max-width:760px){{
 body{{font-size:17px}}
 .events,.refs{{columns:1}}
 .cards{{grid-template-columns:1fr 1fr;column-gap:18px}}
 .card .p{{font-size:38px}}
 header,main,footer{{padding:0 15px}}
 .chart>.nb-figure{{margin:0 -14px}}
}}
@media (prefers-reduced-motion:reduce){{html{{scroll-behavior:auto}}*{{transition:none!important;animation:none!important}}}}
@media print{{
 @page{{margin:16mm 14mm}}
 body{{font-size:10.5pt}}
 .skip,button,nav.contents,summary{{display:none}}
 .twins{{display:none}}
 main>section{{break-inside:auto;margin-top:22pt}}
 h2,h3{{break-after:avoid}}
 .card{{break-inside:avoid}}
 .scroll,.tall{{overflow:visible;max-height:none}}
 .events,.refs{{font-size:8.5pt}}
 table{{font-size:8.5pt}}
 a{{text-decoration:none}}
 .refs a[rel]::after{{content:" <" attr(href) ">"}}
 .chart>.nb-figure{{margin:0}}
}}
"""
)

SCRIPT = """
(function(){var b=document.getElementById('theme'),r=document.documentElement;if(!b)return;b.hidden=false;
function dark(){var t=r.getAttribute('data-theme');return t?t==='dark':matchMedia('(prefers-color-scheme:dark)').matches}
function say(){b.textContent=dark()?'Light page':'Dark page'}say();
b.addEventListener('click',function(){r.setAttribute('data-theme',dark()?'light':'dark');say()})})();
"""
