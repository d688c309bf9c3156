/** The public pages of transparency reports: every version with its files, and one of them for people to read. HTML without script. */
import { html, Markup, type PageHouse, pageStyle } from '#correspondence';
import { type Language, timeForPeople } from '#kernel';
import { categoryLabels } from './labels.ts';
import type { ReportRow } from './shapes.ts';

export const reportStyle = `${pageStyle}
main{max-width:60rem}
table{border-collapse:collapse;width:100%;font-size:.95rem}
th,td{text-align:left;padding:.35rem .5rem;border-bottom:1px solid var(--line);vertical-align:top}
td.n{text-align:right;font-variant-numeric:tabular-nums}
.scroll{overflow-x:auto}
code{overflow-wrap:anywhere}`;

/** Words of these pages. */
const words = {
  nl: {
    title: 'Transparantieverslagen',
    lead: 'Wat wij deden met bevelen, kennisgevingen en onze regels (DSA artikel 15; TCO artikel 7). Elke versie blijft hier staan.',
    none: 'Er is nog geen verslag gepubliceerd.',
    dsa: 'Digitaledienstenverordening, artikel 15',
    tco: 'Terroristische inhoud, artikel 7',
    version: 'versie',
    published: 'gepubliceerd',
    corrected: 'Deze versie is verbeterd door een latere.',
    corrects: 'Deze versie verbetert een eerdere. Reden:',
    files: 'Bestanden (CSV, zoals Uitvoeringsverordening (EU) 2024/2835 ze vraagt)',
    hash: 'SHA-256 over de lijst van bestanden',
    figures: 'De cijfers',
    nothing: 'Geen andere cijfers dan nul.',
    all: 'Alle verslagen',
    sample: 'Voorbeelddata: dit is geen echt verslag.',
    other: 'English',
  },
  en: {
    title: 'Transparency reports',
    lead: 'What we did with orders, notices and our own rules (DSA article 15; TCO article 7). Every version stays here.',
    none: 'No report was published yet.',
    dsa: 'Digital Services Act, article 15',
    tco: 'Terrorist content, article 7',
    version: 'version',
    published: 'published',
    corrected: 'A later version corrects this one.',
    corrects: 'This version corrects an earlier one. Reason:',
    files: 'Files (CSV, as Implementing Regulation (EU) 2024/2835 asks them)',
    hash: 'SHA-256 over the list of files',
    figures: 'The figures',
    nothing: 'No figures other than zero.',
    all: 'All reports',
    sample: 'Sample data: this is no real report.',
    other: 'Nederlands',
  },
} as const;

function frame(language: Language, house: PageHouse, title: string, path: string, body: Markup): string {
  const w = words[language];
  return html`<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title} · ${house.name}</title><style>${new Markup(reportStyle)}</style></head>
<body><main><p><b>${house.name}</b> · <a href="${path}?lang=${language === 'nl' ? 'en' : 'nl'}">${w.other}</a></p>${house.sample ? html`<p role="note">${w.sample}</p>` : ''}${body}</main></body></html>`
    .text;
}

export interface PublicTable {
  readonly name: string;
  readonly header: readonly string[];
  /** Rows with a figure other than nothing. */
  readonly rows: readonly (readonly string[])[];
}

/** All published versions. */
export function reportsPage(language: Language, house: PageHouse, path: string, reports: readonly ReportRow[]): string {
  const w = words[language];
  const list =
    reports.length === 0
      ? html`<p>${w.none}</p>`
      : html`<ul>${reports.map((r) => html`<li><a href="${path}/${r.id}?lang=${language}">${r.from.slice(0, 4)} · ${r.service} · ${w[r.kind]}</a> (${w.version} ${String(r.version)}, ${w.published} ${(r.published_at ?? '').slice(0, 10)})${r.state === 'corrected' ? html` — ${w.corrected}` : ''}</li>`)}</ul>`;
  return frame(language, house, w.title, path, html`<h1>${w.title}</h1><p>${w.lead}</p>${list}`);
}

const labelOf = new Map(categoryLabels.map(([, description, code]) => [code, description.trim()]));

/** One version: files, hash, and its figures for people. */
export function reportPage(
  language: Language,
  house: PageHouse,
  path: string,
  r: ReportRow,
  files: readonly { readonly name: string; readonly sha256: string; readonly size: number }[],
  tables: readonly PublicTable[],
): string {
  const w = words[language];
  const title = `${r.from.slice(0, 4)} · ${r.service}`;
  const back = path.slice(0, path.lastIndexOf('/'));
  const shown = tables.filter((t) => t.rows.length > 0);
  return frame(
    language,
    house,
    title,
    path,
    html`<p><a href="${back}?lang=${language}">← ${w.all}</a></p><h1>${title}</h1>
<p>${w[r.kind]} · ${r.from}/${r.to} · ${w.version} ${String(r.version)} · ${w.published} ${r.published_at ? timeForPeople(Temporal.Instant.from(r.published_at), house.zone, language) : ''}</p>
${r.state === 'corrected' ? html`<p role="note">${w.corrected}</p>` : ''}${r.reason ? html`<p role="note">${w.corrects} ${r.reason}</p>` : ''}
<h2>${w.figures}</h2>
${shown.length === 0 ? html`<p>${w.nothing}</p>` : shown.map((t) => html`<h3>${t.name}</h3><div class="scroll" tabindex="0" role="region" aria-label="${t.name}"><table><thead><tr>${t.header.map((h) => html`<th scope="col">${h}</th>`)}</tr></thead><tbody>${t.rows.map((row) => html`<tr>${row.map((c) => (/^\d+(\.\d+)?$/.test(c) ? html`<td class="n">${c}</td>` : html`<td>${labelOf.get(c) ?? c}</td>`))}</tr>`)}</tbody></table></div>`)}
<h2>${w.files}</h2>
<ul>${files.map((f) => html`<li><a href="${path}/${f.name}">${f.name}</a> (${String(f.size)} B) <code>${f.sha256}</code></li>`)}</ul>
${r.sha256 ? html`<p>${w.hash}: <code>${r.sha256}</code></p>` : ''}`,
  );
}
