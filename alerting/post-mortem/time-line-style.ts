/** Of the printable page; without a line that would load anything. */
export const TIME_LINE_STYLE = `
:root{--ink:#1b1f24;--soft:#5b6470;--paper:#fff;--line:#dfe3e8;--mentions:#a9c6e6;--negative:#c23325;--mark:#1b1f24;--world:#5b6470;--found:#2f6fb3;--verdict:#a32a1e;--page:#b86a00;--people:#2b7d46}
@media screen and (prefers-color-scheme:dark){:root{--ink:#eceff3;--soft:#a9b2bd;--paper:#15181c;--line:#343b44;--mentions:#3f638c;--negative:#e2695c;--mark:#eceff3;--world:#a9b2bd;--found:#8ebcf0;--verdict:#ff9a8d;--page:#f0b35e;--people:#7cce96}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 -apple-system,"Segoe UI",Roboto,Helvetica,Arial,sans-serif}
main{max-width:60rem;margin:0 auto;padding:1.5rem 1rem 3rem;overflow-wrap:anywhere}
h1{margin:0 0 .25rem;font-size:1.5rem;line-height:1.25}
h2{margin:2rem 0 0;font-size:1.2rem}
h3{margin:1.25rem 0 .25rem;font-size:1rem}
h4{margin:0;font-size:1rem;font-variant-numeric:tabular-nums}
.soft,figcaption,dt{color:var(--soft)}
.soft{margin:0}
.note{margin:1rem 0 0;padding:.5rem .75rem;border-left:3px solid var(--page)}
dl{display:grid;grid-template-columns:repeat(auto-fill,minmax(17rem,1fr));gap:.5rem 1.5rem;margin:1.25rem 0 0}
dt{font-size:.85rem}dd{margin:0}
figure{margin:1.5rem 0 0}
figcaption{font-size:.9rem}
.red{border-bottom:3px solid var(--negative)}
.chart{overflow-x:auto;margin-top:.5rem}
svg{display:block;width:100%;min-width:36rem;height:auto}
svg text{font:12px -apple-system,"Segoe UI",Roboto,Helvetica,Arial,sans-serif;fill:var(--soft)}
.grid{stroke:var(--line)}
.mentions{fill:var(--mentions)}.negative{fill:var(--negative)}
.mark line{stroke:var(--mark);stroke-dasharray:3 3;opacity:.6}
.mark circle{fill:var(--mark)}.mark text{fill:var(--paper);font-weight:600}
ol{margin:.75rem 0 0;padding-left:1.6rem;font-size:.9rem;columns:18rem}
ol li{break-inside:avoid}
section{display:grid;grid-template-columns:4rem 1fr;padding:.5rem 0;border-top:1px solid var(--line)}
.entry{padding-left:.75rem;border-left:3px solid var(--world)}
.entry+.entry{margin-top:.5rem}
.entry p{margin:0;white-space:pre-line}
.entry ul{margin:.15rem 0 0;padding-left:1.1rem;color:var(--soft);font-size:.9rem}
.found{border-color:var(--found)}.verdict{border-color:var(--verdict)}.verdict p{font-weight:600}
.page{border-color:var(--page)}.people,.end{border-color:var(--people)}
@media (max-width:30rem){dl{grid-template-columns:1fr;gap:.25rem}dl div{display:grid;grid-template-columns:8rem 1fr}section{grid-template-columns:3.25rem 1fr}main{padding:1rem .75rem 2rem}}
@media print{@page{margin:15mm}body{font-size:10.5pt}main{max-width:none;padding:0}svg{min-width:0}.chart{overflow:visible}.entry,figure,h3{break-inside:avoid}h2,h3,h4{break-after:avoid}*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
`;
