/** The page on which a banned person contests the ban: plain HTML, no script, nothing loaded from elsewhere, in both languages. */
import type { Language } from '#kernel';

const escaped = (text: string) => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

export const banPageStyle = `body{font:1.05rem/1.5 system-ui,sans-serif;margin:0;color:#1b1b1b;background:#fff}main{max-width:38rem;margin:0 auto;padding:1.5rem 1rem}
label{display:block;font-weight:600;margin:1rem 0 .25rem}textarea{font:inherit;width:100%;box-sizing:border-box;padding:.5rem;border:1px solid #595959;border-radius:.25rem}
button{font:inherit;font-weight:600;margin-top:1.25rem;padding:.6rem 1.2rem;border:0;border-radius:.25rem;background:#0b5cad;color:#fff}dt{font-weight:600}dd{margin:0 0 .5rem}
.fault{border-left:.3rem solid #b00020;padding:.25rem .75rem}.hint{color:#4a4a4a;margin:0 0 .25rem}:focus-visible{outline:3px solid #0b5cad;outline-offset:2px}
@media (prefers-color-scheme:dark){body{background:#161616;color:#eee}.hint{color:#c4c4c4}textarea{background:#222;color:#eee;border-color:#999}button{background:#7db7ee;color:#111}a{color:#9cc9f5}}`;

const words = {
  title: { nl: 'Bezwaar tegen een uitsluiting', en: 'Contest a ban' },
  ground: { nl: 'Grond', en: 'Ground' },
  until: { nl: 'Loopt tot', en: 'Lasts until' },
  number: { nl: 'Nummer', en: 'Number' },
  who: {
    nl: 'Iemand die dit besluit niet nam, leest uw bezwaar en antwoordt per mail. Het kost niets.',
    en: 'Somebody who did not take this decision reads your objection and answers by mail. It is free of charge.',
  },
  text: { nl: 'Wat klopt er niet?', en: 'What is wrong?' },
  hint: {
    nl: 'Zeg bijvoorbeeld dat u iemand anders bent, of dat de feiten anders zijn.',
    en: 'Say, for example, that you are somebody else, or that the facts are different.',
  },
  send: { nl: 'Bezwaar versturen', en: 'Send objection' },
  fault: { nl: 'Schrijf op wat er niet klopt.', en: 'Write down what is wrong.' },
  thanks: { nl: 'Wij hebben uw bezwaar ontvangen', en: 'We have received your objection' },
  closed: { nl: 'Deze pagina is er niet (meer)', en: 'This page is not here (any more)' },
  closedText: {
    nl: 'De link klopt niet, of de uitsluiting is voorbij. U kunt ook een klacht indienen bij de Autoriteit Persoonsgegevens, of naar de rechter gaan.',
    en: 'The link is not right, or the ban is over. You can also complain to the data protection authority (Autoriteit Persoonsgegevens), or go to court.',
  },
  other: { nl: 'English', en: 'Nederlands' },
} as const;

const page = (l: Language, title: string, house: string, inner: string) =>
  `<!doctype html><html lang="${l}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${escaped(title)}</title><style>${banPageStyle}</style></head><body><main>${house ? `<p class="hint">${escaped(house)}</p>` : ''}<h1>${escaped(title)}</h1>${inner}</main></body></html>`;

export interface ContestForm {
  readonly language: Language;
  readonly house: string;
  readonly path: string;
  readonly number: string;
  readonly ground: string;
  readonly until: string;
  readonly fault: boolean;
}

export function contestFormPage(f: ContestForm): string {
  const l = f.language;
  const other = l === 'nl' ? 'en' : 'nl';
  return page(
    l,
    words.title[l],
    f.house,
    `<dl><dt>${words.number[l]}</dt><dd>${escaped(f.number)}</dd><dt>${words.ground[l]}</dt><dd>${escaped(f.ground)}</dd><dt>${words.until[l]}</dt><dd>${escaped(f.until)}</dd></dl><p>${words.who[l]}</p>
<form method="post" action="${escaped(f.path)}?lang=${l}"><label for="text">${words.text[l]}</label><p class="hint" id="text-hint">${words.hint[l]}</p>${f.fault ? `<p class="fault" id="text-fault">${words.fault[l]}</p>` : ''}<textarea id="text" name="text" rows="8" maxlength="10000" required aria-describedby="text-hint${f.fault ? ' text-fault' : ''}"${f.fault ? ' aria-invalid="true"' : ''}></textarea>
<button type="submit">${words.send[l]}</button></form><p><a href="${escaped(f.path)}?lang=${other}" lang="${other}">${words.other[l]}</a></p>`,
  );
}

export const contestThanksPage = (l: Language, house: string, number: string) =>
  page(
    l,
    words.thanks[l],
    house,
    `<p>${words.number[l]}: <strong>${escaped(number)}</strong>.</p><p>${words.who[l]}</p>`,
  );

export const contestClosedPage = (l: Language) => page(l, words.closed[l], '', `<p>${words.closedText[l]}</p>`);
