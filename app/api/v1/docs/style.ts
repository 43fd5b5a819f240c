/** The house's tokens, as far as one plain page needs them. */
export const STYLE = `
:root{color-scheme:light dark;--canvas:light-dark(#f6f7f9,#0d1116);--surface:light-dark(#fff,#141a21);--sunken:light-dark(#edf0f4,#1d252e);--text:light-dark(#12171e,#e9edf2);--text-2:light-dark(#434c59,#b7c0cc);--line:light-dark(#d5dbe3,#2c3642);--accent:light-dark(#0b62c4,#5aa9ff);--bad:light-dark(#8e1410,#ff6b6b);--focus:light-dark(#0b62c4,#8cc4ff)}
:root.light{color-scheme:light}:root.dark{color-scheme:dark}
*{box-sizing:border-box}
body{margin:0;background:var(--canvas);color:var(--text);font:14px/20px 'Inter Variable',ui-sans-serif,system-ui,sans-serif}
main{max-width:60rem;margin:0 auto;padding:2rem 1rem 4rem}
h1{font-size:24px;line-height:32px;margin:0}h2{font-size:20px;line-height:28px;margin:2rem 0 .5rem}h3{font-size:16px;margin:0}.part{font-size:14px;margin:.75rem 0 .25rem}
h1,h2,h3,b{font-weight:650}
.answer{font-size:16px;line-height:24px}
a{color:var(--accent)}:focus-visible{outline:2px solid var(--focus);outline-offset:2px;border-radius:4px}
code{font:13px/20px 'JetBrains Mono Variable',ui-monospace,monospace;overflow-wrap:anywhere}
small{color:var(--text-2);font-size:12px}
nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1rem;padding:0;list-style:none}
details,.schema{background:var(--surface);border:1px solid var(--line);border-radius:10px;padding:.5rem .75rem;margin:.375rem 0;overflow-wrap:anywhere}
summary{cursor:pointer;min-height:24px}summary span{color:var(--text-2)}
.method{display:inline-block;min-width:4.5em;font-weight:650;color:var(--accent)}.method.delete{color:var(--bad)}
.members{margin:.25rem 0;padding-left:1rem;border-left:2px solid var(--line);list-style:none}.members li{margin:.125rem 0}
`
