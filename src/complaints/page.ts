/** The page behind the link to complain: plain HTML, no script, nothing loaded from elsewhere, in both languages. */
import type { Language } from '#kernel';

const escaped = (text: string) => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

export const complaintStyle = `body{font:1.05rem/1.5 system-ui,sans-serif;margin:0;color:#1b1b1b;background:#fff}main{max-width:38rem;margin:0 auto;padding:1.5rem 1rem}
label{display:block;font-weight:600;margin:1rem 0 .25rem}textarea,input{font:inherit;width:100%;box-sizing:border-box;padding:.5rem;border:1px solid #595959;border-radius:.25rem}
button{font:inherit;font-weight:600;margin-top:1.25rem;padding:.6rem 1.2rem;border:0;border-radius:.25rem;background:#0b5cad;color:#fff}
.fault{border-left:.3rem solid #b00020;padding:.25rem .75rem}.hint{color:#4a4a4a;margin:0 0 .25rem}:focus-visible{outline:3px solid #0b5cad;outline-offset:2px}
@media (prefers-color-scheme:dark){body{background:#161616;color:#eee}.hint{color:#c4c4c4}textarea,input{background:#222;color:#eee;border-color:#999}button{background:#7db7ee;color:#111}}`;

const words = {
  title: { nl: 'Klacht over een besluit', en: 'Complaint about a decision' },
  about: { nl: 'Dit gaat over besluit', en: 'This is about decision' },
  until: { nl: 'U kunt klagen tot', en: 'You can complain until' },
  who: {
    nl: 'Iemand die dit besluit niet nam, leest uw klacht en antwoordt. Het kost niets.',
    en: 'Somebody who did not take this decision reads your complaint and answers. It is free of charge.',
  },
  text: { nl: 'Wat klopt er niet?', en: 'What is wrong?' },
  textHint: {
    nl: 'Zeg wat er anders is dan in de motivering staat.',
    en: 'Say what is different from what the statement of reasons says.',
  },
  name: { nl: 'Uw naam (hoeft niet)', en: 'Your name (not required)' },
  address: { nl: 'E-mailadres voor ons antwoord (hoeft niet)', en: 'E-mail address for our answer (not required)' },
  send: { nl: 'Klacht versturen', en: 'Send complaint' },
  fault: { nl: 'Schrijf op wat er niet klopt.', en: 'Write down what is wrong.' },
  faultAddress: { nl: 'Dit e-mailadres klopt niet.', en: 'This e-mail address is not right.' },
  thanks: { nl: 'Wij hebben uw klacht ontvangen', en: 'We have received your complaint' },
  number: { nl: 'Uw klacht heeft nummer', en: 'Your complaint has number' },
  closed: { nl: 'Deze pagina is er niet (meer)', en: 'This page is not here (any more)' },
  closedText: {
    nl: 'De link klopt niet, of de tijd om te klagen is voorbij. U kunt ook naar de rechter.',
    en: 'The link is not right, or the time to complain is over. You can also go to court.',
  },
  other: { nl: 'English', en: 'Nederlands' },
} as const;

const page = (l: Language, title: string, house: string, inner: string) =>
  `<!doctype html><html lang="${l}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${escaped(title)}</title><style>${complaintStyle}</style></head><body><main><p class="hint">${escaped(house)}</p><h1>${escaped(title)}</h1>${inner}</main></body></html>`;

export interface ComplaintForm {
  readonly language: Language;
  readonly house: string;
  readonly path: string;
  readonly decision: string;
  readonly until: string;
  readonly mark: string;
  readonly said: { readonly text: string; readonly name: string; readonly address: string };
  readonly faults: readonly ('text' | 'address')[];
}

/** What of a form is not right. */
export function faultsOf(said: { readonly text: string; readonly address: string }): readonly ('text' | 'address')[] {
  const address = said.address.trim();
  return [
    ...(said.text.trim() === '' ? (['text'] as const) : []),
    ...(address !== '' && !/^[^\s<>@,;:"\\()[\]]{1,64}@[^\s<>@,;:"\\()]{1,190}$/.test(address)
      ? (['address'] as const)
      : []),
  ];
}

export function complaintFormPage(f: ComplaintForm): string {
  const l = f.language;
  const other = l === 'nl' ? 'en' : 'nl';
  const bad = (name: 'text' | 'address') => f.faults.includes(name);
  const told = (name: 'text' | 'address', text: string) =>
    bad(name) ? `<p class="fault" id="${name}-fault">${escaped(text)}</p>` : '';
  const mark = (name: 'text' | 'address') => (bad(name) ? ` aria-invalid="true" aria-describedby="${name}-fault"` : '');
  return page(
    l,
    words.title[l],
    f.house,
    `<p>${words.about[l]} <strong>${escaped(f.decision)}</strong>. ${words.until[l]} ${escaped(f.until)}.</p><p>${words.who[l]}</p>
<form method="post" action="${escaped(f.path)}?lang=${l}"><input type="hidden" name="mark" value="${escaped(f.mark)}">
<label for="text">${words.text[l]}</label><p class="hint">${words.textHint[l]}</p>${told('text', words.fault[l])}<textarea id="text" name="text" rows="8" maxlength="10000" required${mark('text')}>${escaped(f.said.text)}</textarea>
<label for="name">${words.name[l]}</label><input id="name" name="name" autocomplete="name" maxlength="200" value="${escaped(f.said.name)}">
<label for="address">${words.address[l]}</label>${told('address', words.faultAddress[l])}<input id="address" name="address" type="email" autocomplete="email" maxlength="254" value="${escaped(f.said.address)}"${mark('address')}>
<button type="submit">${words.send[l]}</button></form><p><a href="${escaped(f.path)}?lang=${other}" lang="${other}">${words.other[l]}</a></p>`,
  );
}

export const complaintThanksPage = (l: Language, house: string, number: string) =>
  page(
    l,
    words.thanks[l],
    house,
    `<p>${words.number[l]} <strong>${escaped(number)}</strong>.</p><p>${words.who[l]}</p>`,
  );

export const complaintClosedPage = (l: Language) => page(l, words.closed[l], '', `<p>${words.closedText[l]}</p>`);
