/** The page behind the link to complain: plain HTML, no script, nothing loaded from elsewhere, in both languages. */
import { html, type Markup, type PageHouse, pageFrame } from '#correspondence';
import type { Language } from '#kernel';

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
  problem: { nl: 'Er is een probleem', en: 'There is a problem' },
  wrong: { nl: 'Fout', en: 'Error' },
} as const;

export interface ComplaintForm {
  readonly language: Language;
  readonly house: PageHouse;
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

const faultWords = { text: words.fault, address: words.faultAddress } as const;

export function complaintFormPage(f: ComplaintForm): string {
  const l = f.language;
  const field = (name: 'text' | 'address', inner: (described: Markup | null) => Markup) => {
    const bad = f.faults.includes(name);
    const described = bad ? html` aria-invalid="true" aria-describedby="${name}-fault"` : null;
    return html`<div${bad ? html` class="wrong"` : null}><label for="${name}">${words[name][l]}</label>${
      name === 'text' ? html`<p class="hint">${words.textHint[l]}</p>` : null
    }${bad ? html`<p class="fault" id="${name}-fault">${words.wrong[l]}: ${faultWords[name][l]}</p>` : null}${inner(described)}</div>`;
  };
  const body = html`
${
  f.faults.length > 0
    ? html`<div class="summary" role="alert"><h2>${words.problem[l]}</h2><ul>${f.faults.map(
        (name) => html`<li><a href="#${name}">${faultWords[name][l]}</a></li>`,
      )}</ul></div>`
    : null
}
<h1>${words.title[l]}</h1>
<p>${words.about[l]} <strong>${f.decision}</strong>. ${words.until[l]} ${f.until}.</p>
<p>${words.who[l]}</p>
<form method="post" action="${f.path}?lang=${l}" novalidate>
<input type="hidden" name="mark" value="${f.mark}">
${field('text', (d) => html`<textarea id="text" name="text" rows="8" maxlength="10000"${d}>${f.said.text}</textarea>`)}
<label for="name">${words.name[l]}</label>
<input id="name" name="name" autocomplete="name" maxlength="200" value="${f.said.name}">
${field(
  'address',
  (d) =>
    html`<input id="address" name="address" type="email" autocomplete="email" maxlength="254" value="${f.said.address}"${d}>`,
)}
<button type="submit">${words.send[l]}</button>
</form>`;
  return pageFrame({
    language: l,
    house: f.house,
    title: f.faults.length > 0 ? `${words.wrong[l]}: ${words.title[l]}` : words.title[l],
    path: f.path,
    body,
  });
}

export const complaintThanksPage = (l: Language, house: PageHouse, number: string): string =>
  pageFrame({
    language: l,
    house,
    title: words.thanks[l],
    path: null,
    body: html`<div class="done"><h1>${words.thanks[l]}</h1><p>${words.number[l]} <strong>${number}</strong>.</p><p>${words.who[l]}</p></div>`,
  });

export const complaintClosedPage = (l: Language): string =>
  pageFrame({
    language: l,
    house: null,
    title: words.closed[l],
    path: null,
    body: html`<h1>${words.closed[l]}</h1><p>${words.closedText[l]}</p>`,
  });
