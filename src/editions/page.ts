/** The page on which a provider says that it processed an edition: moments and counts, no names; no script, both languages. */
import type { Language } from '#kernel';
import type { Published } from './shapes.ts';

const escaped = (text: string) => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

export const publishedStyle = `body{font:1.05rem/1.5 system-ui,sans-serif;margin:0;color:#1b1b1b;background:#fff}main{max-width:44rem;margin:0 auto;padding:1.5rem 1rem}
.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.4rem .6rem;border-bottom:1px solid #bbb}.hint{color:#4a4a4a}
@media (prefers-color-scheme:dark){body{background:#161616;color:#eee}.hint{color:#c4c4c4}th,td{border-color:#555}a{color:#9cc9f5}}`;

const words = {
  title: { nl: 'Resellerbrief van de politie: verwerkt', en: 'Police reseller letter: processed' },
  lead: {
    nl: 'Wij vergelijken elke editie met onze klanten. Een mens beslist over elke treffer. Namen publiceren wij niet.',
    en: 'We compare each edition with our customers. A person decides on each match. We publish no names.',
  },
  edition: { nl: 'Editie', en: 'Edition' },
  on: { nl: 'Verwerkt op', en: 'Processed on' },
  matches: { nl: 'Treffers', en: 'Matches' },
  actions: { nl: 'Maatregelen', en: 'Actions' },
  none: { nl: 'Er is nog geen editie gepubliceerd.', en: 'No edition has been published yet.' },
  other: { nl: 'English', en: 'Nederlands' },
} as const;

export function publishedPage(l: Language, p: Published): string {
  const other = l === 'nl' ? 'en' : 'nl';
  const rows = p.items
    .map(
      (i) =>
        `<tr><th scope="row">${escaped(i.edition)}</th><td>${escaped(i.processed_on)}</td><td>${i.matches}</td><td>${i.actions}</td></tr>`,
    )
    .join('');
  const table = `<div class="scroll"><table><thead><tr><th scope="col">${words.edition[l]}</th><th scope="col">${words.on[l]}</th><th scope="col">${words.matches[l]}</th><th scope="col">${words.actions[l]}</th></tr></thead><tbody>${rows}</tbody></table></div>`;
  return `<!doctype html><html lang="${l}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${words.title[l]}</title><style>${publishedStyle}</style></head><body><main><p class="hint">${escaped(p.organisation)}</p><h1>${words.title[l]}</h1><p>${words.lead[l]}</p>${p.items.length === 0 ? `<p>${words.none[l]}</p>` : table}<p><a href="?lang=${other}" lang="${other}">${words.other[l]}</a></p></main></body></html>`;
}
