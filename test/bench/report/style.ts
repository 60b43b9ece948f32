/** The style sheet of the page, for light and dark. */

export const style = `
:root { color-scheme: light dark; --ink: #1f2933; --soft: #64748b; --paper: #ffffff; --panel: #f6f8fa; --line: #dde3ea;
  --c0: #2563eb; --c1: #94a3b8; --c2: #0d9488; --c3: #d97706; --c4: #be3455; --c5: #7c3aed; --c6: #4d7c0f; --c7: #0e7490; --good: #15803d; --bad: #b91c1c; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e5e9ef; --soft: #9aa7b8; --paper: #12161c; --panel: #1a2029; --line: #2c3541;
    --c0: #6ea8fe; --c1: #7b8794; --c2: #2dd4bf; --c3: #fbbf24; --c4: #fb7185; --c5: #b197fc; --c6: #a3e635; --c7: #67e8f9; --good: #4ade80; --bad: #f87171; }
}
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, "DejaVu Sans", sans-serif; }
main { max-width: 1080px; margin: 0 auto; padding: 24px 20px 60px; }
h1 { font-size: 26px; margin: 0 0 12px; }
h2 { font-size: 19px; margin: 0 0 2px; }
h3 { font-size: 14px; margin: 14px 0 4px; font-weight: 600; }
section { background: var(--panel); border: 1px solid var(--line); border-radius: 10px; padding: 18px 20px; margin-top: 22px; }
.note { color: var(--soft); margin: 0 0 10px; font-size: 13px; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px 16px; margin: 0; font-size: 13px; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
.legend { list-style: none; display: flex; flex-wrap: wrap; gap: 4px 18px; padding: 0; margin: 0 0 10px; font-size: 13px; }
.legend i { display: inline-block; width: 11px; height: 11px; border-radius: 3px; margin-right: 6px; vertical-align: -1px; }
.warnings { color: var(--bad); font-size: 13px; padding-left: 18px; }
.good { color: var(--good); font-size: 13px; margin: 0 0 8px; }
.bad { color: var(--bad); font-size: 13px; margin: 0 0 8px; }
svg { display: block; width: 100%; height: auto; font-size: 11.5px; }
svg text { fill: var(--ink); }
svg .figure { fill: var(--soft); font-size: 11px; }
.whisker { stroke: var(--ink); stroke-width: 1; opacity: 0.55; fill: none; }
.grid { stroke: var(--line); stroke-width: 1; }
.bound { stroke: var(--bad); stroke-width: 1; stroke-dasharray: 5 4; }
.reference { stroke: var(--soft); stroke-width: 1; stroke-dasharray: 2 4; }
svg .boundText { fill: var(--bad); font-size: 11px; }
.columns { display: grid; grid-template-columns: repeat(auto-fill, minmax(460px, 1fr)); gap: 4px 24px; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: 13px; width: 100%; font-variant-numeric: tabular-nums; }
th { text-align: left; font-weight: 600; padding: 4px 10px 4px 0; vertical-align: top; white-space: nowrap; }
td { padding: 3px 10px 3px 0; white-space: nowrap; }
td.number { text-align: right; }
td.loops { white-space: normal; color: var(--soft); font-size: 11.5px; min-width: 220px; }
tr.first > * { border-top: 1px solid var(--line); }
`;
