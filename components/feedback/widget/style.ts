/** Follows the host's theme through custom properties, and the system's colours without them. */
export const STYLE = `
:host{all:initial;color-scheme:light dark}
*{box-sizing:border-box;font:400 14px/20px var(--soundings-font,system-ui,sans-serif)}
[hidden]{display:none!important}
.panel,.opener{position:fixed;right:16px;bottom:16px;z-index:2147483000}
.panel{width:min(360px,calc(100vw - 32px));max-height:calc(100vh - 32px);overflow:auto;padding:16px;border-radius:10px;
border:1px solid light-dark(#7f8996,#6b7786);background:var(--soundings-surface,light-dark(#fff,#141a21));
color:var(--soundings-text,light-dark(#12171e,#e9edf2));box-shadow:0 8px 28px rgb(0 0 0/.2)}
.head,.row{display:flex;align-items:center;gap:8px}
h2{flex:1;margin:0;font-weight:650;font-size:16px}
form{display:flex;flex-direction:column;gap:8px;margin-top:8px}
label,legend{font-weight:550}
.row label{font-weight:400}
textarea,select,input[type=email]{width:100%;padding:8px;border-radius:6px;border:1px solid light-dark(#7f8996,#6b7786);
background:transparent;color:inherit}
select option{color:#12171e;background:#fff}
fieldset{border:0;margin:0;padding:0;min-width:0}
.scores{display:flex;flex-wrap:wrap;gap:4px 12px;padding-top:4px}
.scores label{display:inline-flex;align-items:center;gap:4px;min-height:28px}
input[type=radio],input[type=checkbox]{width:20px;height:20px;margin:0}
.note,[role=status]{margin:0;font-size:13px;color:light-dark(#434c59,#b7c0cc)}
a{color:inherit}
button{min-height:44px;padding:0 16px;border-radius:6px;border:1px solid transparent;font-weight:550;cursor:pointer}
.primary,.opener{background:var(--soundings-accent,light-dark(#0b62c4,#5aa9ff));color:var(--soundings-on-accent,light-dark(#fff,#0d1116))}
.primary[disabled]{cursor:default;opacity:.7}
.wide{width:min(720px,calc(100vw - 32px))}
h3{margin:0;font-weight:650}
.plain,.tools button,[type=file]{background:transparent;color:inherit;border-color:light-dark(#7f8996,#6b7786)}
button[disabled]{opacity:.6;cursor:default}
[type=file]{width:100%;padding:8px;border:1px solid light-dark(#7f8996,#6b7786);border-radius:6px}
.row{flex-wrap:wrap}
.stage{position:relative;overflow:hidden;width:fit-content;max-width:100%;margin:0 auto;touch-action:none;cursor:crosshair;line-height:0;
border:1px solid light-dark(#7f8996,#6b7786)}
.stage canvas{display:block;max-width:100%;max-height:50vh}
.edit{display:flex;flex-direction:column;gap:8px}
.panel:not([hidden])~.opener{visibility:hidden}
.frame{position:absolute;border:2px solid #0b62c4;box-shadow:0 0 0 1px #fff,0 0 0 4000px rgb(0 0 0/.35);pointer-events:none}
.pictures{display:flex;flex-wrap:wrap;gap:8px;margin:0 0 4px;padding:0;list-style:none}
.pictures li{display:flex;align-items:center}
.quiet{width:44px;padding:0;background:transparent;color:inherit;font-size:20px}
:focus-visible{outline:2px solid light-dark(#0b62c4,#8cc4ff);outline-offset:2px}
`
