import type { Page } from '../page';
import { describePage, isEnd, type PageFacts, type SampleFacts } from './page-facts';
import { quoteText } from './quoted-text';
import type { Section } from './release-facts';
import { renderTerminalText } from './terminal-text';

/** What an e-mail says; `subject` is one line without any control character. */
export type EmailBody = { readonly subject: string; readonly text: string; readonly html: string };

const COLOURS = { info: '#2f6fb3', warning: '#b86a00', error: '#c23325', critical: '#c23325' } as const;

/** A page as an e-mail: plain text, and HTML in tables with the styles inline, which is what mail programs agree on. */
export function renderEmailBody(page: Page): EmailBody {
  const facts = describePage(page);
  return {
    subject: quoteText(facts.headline, 150),
    text: `${renderTerminalText(page, false).replace(/^▌ ?/gm, '').trim()}\n`,
    html: renderHtml(page, facts),
  };
}

/** Text for HTML: the five signs as entities; dots between letters set apart, or mail programs make links of host names. */
export function escapeHtml(text: string): string {
  return escapeSigns(text)
    .replace(/(?<=[\p{L}\p{N}])[.@](?=[\p{L}\p{N}])/gu, '<span>$&</span>')
    .replace(/(?<=\w):(?=\/\/)/g, '<span>:</span>');
}

function escapeSigns(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

function renderHtml(page: Page, facts: PageFacts): string {
  const colour = isEnd(page) ? '#2b7d46' : COLOURS[page.severity];
  const rows = [
    row(`<h1 class="ink" style="${H1}">${escapeHtml(facts.headline)}</h1>
<p class="soft" style="${SOFT}">${escapeHtml(facts.why)}</p>`),
    ...(facts.lead.length > 0 ? [row(facts.lead.map(paragraph).join(''))] : []),
    closing(facts),
    ...[...facts.release, ...facts.emergency].map(section),
    ...facts.outages.map((lines) => row(lines.map(paragraph).join(''))),
    ...facts.findings.map(({ summary }) => row(paragraph(summary))),
    button(facts.link, colour),
    contributors(facts),
    ...facts.samples.map(sampleRow),
    ...facts.findings.map(({ rule, gates }) =>
      row(
        `<p class="soft" style="${SMALL}">${gates === '' ? '' : `Why: ${escapeHtml(gates)}. `}Rule ${escapeHtml(rule)}</p>`,
      ),
    ),
    rate(facts.rateLink),
  ];
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">
<title>${escapeSigns(facts.headline)}</title><style>${STYLE}</style></head>
<body class="page" style="margin:0;padding:0;background:#f2f3f5">
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" style="background:#f2f3f5"><tr><td align="center" style="padding:16px 8px">
<table role="presentation" class="card" width="100%" cellpadding="0" cellspacing="0" style="max-width:640px;background:#ffffff;border-radius:8px;border-top:6px solid ${colour};font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;text-align:left">
${rows.filter((html) => html !== '').join('\n')}
<tr><td style="height:16px;line-height:16px;font-size:0">&nbsp;</td></tr>
</table></td></tr></table></body></html>
`;
}

function row(html: string): string {
  return `<tr><td style="padding:14px 24px 0">${html}</td></tr>`;
}

function paragraph(text: string): string {
  return `<p class="ink" style="${P}">${escapeHtml(text)}</p>`;
}

function closing({ closing: lines }: PageFacts): string {
  return lines.length === 0 ? '' : row(paragraph(lines.join(' ')));
}

function section({ label, lines }: Section): string {
  const items = lines.map((line) => `<p class="ink" style="${LINE}">${escapeHtml(line)}</p>`).join('');
  return row(`<p class="soft" style="${LABEL}">${escapeHtml(label)}</p>${items}`);
}

function button(link: string | undefined, colour: string): string {
  if (!link) return '';
  return row(
    `<a href="${link.replaceAll('&', '&amp;')}" style="display:inline-block;padding:11px 20px;border-radius:6px;background:${colour};color:#ffffff;font-size:15px;font-weight:600;text-decoration:none">Open the incident</a>`,
  );
}

/** A link to the question, never an answer: programs that scan mails open every link. */
function rate(link: string | undefined): string {
  if (!link) return '';
  return row(
    `<p class="soft" style="${SMALL}"><a class="link" href="${link.replaceAll('&', '&amp;')}" style="color:#2f6fb3">Was it useful to be paged?</a></p>`,
  );
}

function contributors({ outlets, authors }: PageFacts): string {
  const cell = (label: string, lines: readonly string[]) =>
    lines.length === 0
      ? ''
      : `<td class="column" valign="top" width="50%" style="padding:0 12px 8px 0"><p class="soft" style="${LABEL}">${label}</p>${lines
          .map((line) => `<p class="ink" style="${LINE}">${escapeHtml(line)}</p>`)
          .join('')}</td>`;
  const cells = `${cell('Top outlets', outlets)}${cell('Top authors', authors)}`;
  if (cells === '') return '';
  return row(
    `<table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr>${cells}</tr></table>`,
  );
}

function sampleRow(sample: SampleFacts): string {
  const warnings = sample.warnings
    .map((text) => `<p class="warn" style="${WARN}">&#9888; ${escapeHtml(text)}</p>`)
    .join('');
  const open = sample.link
    ? ` &middot; <a class="link" href="${sample.link.replaceAll('&', '&amp;')}" style="color:#2f6fb3">open</a>`
    : '';
  const dead = sample.deadLink
    ? `<p class="soft" style="${SMALL}">${escapeHtml(sample.deadLink)} (do not open)</p>`
    : '';
  return row(`<table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td class="quote" style="padding:10px 14px;background:#f6f7f9;border-radius:6px;border-left:3px solid #c9cdd3">
${paragraph(`“${sample.text}”`)}
<p class="soft" style="${SMALL}">${escapeHtml(sample.by)}${open}</p>${warnings}${dead}</td></tr></table>`);
}

const BREAK = 'overflow-wrap:anywhere;word-break:break-word';
const H1 = `margin:6px 0 0;font-size:20px;line-height:1.3;font-weight:700;color:#1b1f24;${BREAK}`;
const P = `margin:0;font-size:15px;line-height:1.5;color:#1b1f24;${BREAK}`;
const SOFT = `margin:6px 0 0;font-size:14px;line-height:1.45;color:#5b6470;${BREAK}`;
const SMALL = `margin:4px 0 0;font-size:13px;line-height:1.45;color:#5b6470;${BREAK}`;
const LABEL = 'margin:0 0 4px;font-size:12px;line-height:1.4;font-weight:600;color:#5b6470';
const LINE = `margin:0;font-size:14px;line-height:1.55;color:#1b1f24;${BREAK}`;
const WARN = `margin:6px 0 0;font-size:14px;line-height:1.45;font-weight:600;color:#a32a1e;${BREAK}`;
const STYLE = `@media (prefers-color-scheme:dark){.page{background:#15181c !important}.card{background:#1f242a !important}.ink{color:#eceff3 !important}.soft{color:#a9b2bd !important}.quote{background:#292f37 !important;border-left-color:#4a525d !important}.warn{color:#ff9a8d !important}.link{color:#8ebcf0 !important}}
@media (max-width:480px){.column{display:block !important;width:100% !important}}`;
