/** The pages customers see: the form, the address that verifies a mail, their own page with what is known and what is not. HTML without script. */
import { html, type Markup, type PageHouse, pageStyle } from '#correspondence';
import type { Language, Words } from '#kernel';
import { type Gate, gates, type Standing } from './check.ts';
import { type OnboardingState, stateWords } from './life.ts';
import { groupedReference } from './statements/line.ts';

const style = `${pageStyle}
.field{margin:1rem 0}
.field label{display:block;font-weight:600}
.hint{color:var(--soft);margin:.1rem 0 .3rem}
input,select{max-width:28rem;width:100%;box-sizing:border-box;min-height:44px;font:inherit;padding:.4rem}
input[type=checkbox]{width:1.6rem;height:1.6rem;min-height:0;flex:none}
.choice{display:flex;gap:.75rem;align-items:flex-start;margin:.75rem 0}
.pair{display:grid;grid-template-columns:1fr 1fr;gap:0 1rem;max-width:28rem}
ol.gates{padding-left:1.4rem}
ol.gates li{margin:.5rem 0}
.buttons{display:flex;flex-wrap:wrap;gap:.5rem 1rem;margin:1rem 0}
.reference{font-size:1.3rem;font-weight:600;letter-spacing:.03em;overflow-wrap:anywhere}
dl.known{margin:1rem 0}
dl.known div{border-bottom:1px solid var(--edge);padding:.5rem 0}
dl.known dt{font-weight:600}
dl.known dd{margin:.1rem 0}
`;
export const onboardingStyle = style;

const both = (nl: string, en: string): Words => ({ nl, en });
const t = {
  skip: both('Naar de inhoud', 'Skip to content'),
  other: both('English', 'Nederlands'),
  sample: both('Voorbeelddata: vul hier niets echts in.', 'Sample data: do not fill in anything real here.'),
  title: both('Klant worden', 'Become a customer'),
  lead: both(
    'Wij willen weten met wie wij zakendoen, omdat misbruik van servers begint bij klanten die niemand kent. Dit duurt ongeveer vijf minuten. Wij vragen geen kopie van uw identiteitsbewijs en geen BSN.',
    'We want to know with whom we do business, because abuse of servers begins with customers nobody knows. This takes about five minutes. We do not ask for a copy of your identity document or your citizen service number.',
  ),
  next: both(
    'Daarna bevestigt u uw e-mailadres en doet u een eerste betaling vanaf uw eigen bankrekening.',
    'After that you confirm your e-mail address and make a first payment from your own bank account.',
  ),
  send: both('Versturen', 'Send'),
  problem: both('Er is een probleem', 'There is a problem'),
  optional: both('(hoeft niet)', '(optional)'),
  mailed: both('Kijk in uw mail', 'Look in your mail'),
  mailedText: both(
    'Wij stuurden een bericht naar het adres dat u opgaf. Open de link erin binnen 24 uur. Komt er niets? Kijk bij ongewenste mail, of begin opnieuw.',
    'We sent a message to the address you gave. Open the link in it within 24 hours. Does nothing arrive? Look in your junk mail, or begin again.',
  ),
  confirm: both('Bevestig uw e-mailadres', 'Confirm your e-mail address'),
  confirmText: both(
    'Druk op de knop om te bevestigen dat dit adres van u is.',
    'Press the button to confirm that this address is yours.',
  ),
  confirmButton: both('Ja, dit is mijn adres', 'Yes, this is my address'),
  yours: both('Uw aanvraag', 'Your application'),
  stands: both('Zo staat het ervoor', 'Where it stands'),
  done: both('klaar', 'done'),
  todo: both('nog niet', 'not yet'),
  pay: both('Uw eerste betaling', 'Your first payment'),
  payText: both(
    'Maak over vanaf een bankrekening op uw eigen naam en vermeld precies dit kenmerk:',
    'Transfer from a bank account in your own name and mention exactly this reference:',
  ),
  payTo: both('Naar', 'To'),
  phone: both('Bevestig uw telefoonnummer', 'Confirm your phone number'),
  phoneText: both(
    'Wij sturen een code van zes cijfers naar het nummer dat u opgaf.',
    'We send a code of six digits to the number you gave.',
  ),
  sendCode: both('Stuur mij een code', 'Send me a code'),
  code: both('Code', 'Code'),
  giveCode: both('Bevestig de code', 'Confirm the code'),
  mailAgain: both('Stuur de mail opnieuw', 'Send the mail again'),
  missing: both('Wat wij nog niet weten', 'What we do not know yet'),
  save: both('Opslaan', 'Save'),
  known: both('Wat wij weten', 'What we know'),
  why: both(
    'Een mens beslist over uw aanvraag, nooit een computer alleen. U kunt vragen waarom, en zien wat wij van u bewaren.',
    'A person decides on your application, never a computer alone. You may ask why, and see what we keep of you.',
  ),
} as const;

export interface Field {
  readonly name: string;
  readonly label: Words;
  readonly hint?: Words;
  readonly type: 'text' | 'email' | 'tel' | 'date' | 'checkbox' | 'kind' | 'country';
  readonly optional?: boolean;
  readonly auto?: string;
  readonly most: number;
}
const field = (
  name: string,
  nl: string,
  en: string,
  type: Field['type'],
  most: number,
  more: Partial<Field> = {},
): Field => ({ name, label: both(nl, en), type, most, ...more });
/** What the form asks; the same fields are asked again on the customer's page where they are missing. */
export const formFields: readonly Field[] = [
  field('kind', 'Ik vraag aan als', 'I apply as', 'kind', 10),
  field('name', 'Naam', 'Name', 'text', 300, {
    hint: both(
      'Van u, of van de organisatie zoals in het handelsregister.',
      'Yours, or of the organisation as in the register.',
    ),
    auto: 'name',
  }),
  field('email', 'E-mailadres', 'E-mail address', 'email', 320, { auto: 'email' }),
  field('phone', 'Telefoonnummer', 'Phone number', 'tel', 40, {
    auto: 'tel',
    hint: both('Met landnummer, bijvoorbeeld +31 6 12345678.', 'With country code, for example +31 6 12345678.'),
  }),
  field('street', 'Straat', 'Street', 'text', 200, { auto: 'address-line1' }),
  field('number', 'Huisnummer', 'Number', 'text', 20),
  field('postcode', 'Postcode', 'Postcode', 'text', 20, { auto: 'postal-code' }),
  field('city', 'Plaats', 'City', 'text', 120, { auto: 'address-level2' }),
  field('country', 'Land', 'Country', 'country', 2, {
    hint: both('Twee letters: NL, BE, DE.', 'Two letters: NL, BE, DE.'),
    auto: 'country',
  }),
  field('company_number', 'KvK-nummer', 'Register number', 'text', 40, {
    optional: true,
    hint: both('Alleen voor organisaties.', 'For organisations only.'),
  }),
  field('vat', 'Btw-nummer', 'VAT number', 'text', 20, { optional: true }),
  field('birth_date', 'Geboortedatum', 'Date of birth', 'date', 10, {
    optional: true,
    hint: both(
      'Alleen voor personen; daarmee sluiten wij verwisseling met iemand op een sanctielijst uit.',
      'For persons only; it rules out confusion with somebody on a sanctions list.',
    ),
  }),
  field('people', 'Bestuurder of eigenaar', 'Director or owner', 'text', 200, {
    optional: true,
    hint: both('Naam van wie de organisatie leidt of bezit.', 'Name of who leads or owns the organisation.'),
  }),
  field('purpose', 'Waarvoor gaat u onze dienst gebruiken?', 'What will you use our service for?', 'text', 2000, {
    optional: true,
  }),
  field('resells', 'Ik verkoop diensten door aan anderen', 'I sell services on to others', 'checkbox', 5, {
    optional: true,
  }),
];

export interface Fault {
  readonly field: string;
  readonly words: Words;
}

interface Frame {
  readonly language: Language;
  readonly house: PageHouse;
  readonly title: string;
  readonly switchTo: string;
  readonly body: Markup;
}
function framed(f: Frame): string {
  const l = f.language;
  const other: Language = l === 'nl' ? 'en' : 'nl';
  const head = html`<html lang="${l}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<title>${f.title} – ${f.house.name}</title>
<style>`;
  const rest = html`</style>
</head>
<body>
<a class="skip" href="#main">${t.skip[l]}</a>
<header><strong>${f.house.name}</strong><nav aria-label="${l === 'nl' ? 'Taal' : 'Language'}"><a href="${f.switchTo}" lang="${other}" hreflang="${other}">${t.other[l]}</a></nav></header>
<main id="main">
${f.house.sample ? html`<p class="sample">${t.sample[l]}</p>` : null}
${f.body}
</main>
</body>
</html>
`;
  return `<!doctype html>\n${head.text}${style}${rest.text}`;
}

function input(f: Field, l: Language, values: ReadonlyMap<string, string>, faults: readonly Fault[]): Markup {
  const value = values.get(f.name) ?? '';
  const fault = faults.find((x) => x.field === f.name);
  const described = [f.hint ? `${f.name}-hint` : '', fault ? `${f.name}-fault` : ''].filter((x) => x !== '').join(' ');
  if (f.type === 'checkbox')
    return html`<div class="choice"><input type="checkbox" id="${f.name}" name="${f.name}" value="yes"${value === 'yes' ? html` checked` : null}><label for="${f.name}">${f.label[l]}</label></div>`;
  if (f.type === 'kind')
    return html`<div class="field"><label for="kind">${f.label[l]}</label><select id="kind" name="kind">
<option value="natural"${value === 'legal' ? null : html` selected`}>${l === 'nl' ? 'persoon' : 'a person'}</option>
<option value="legal"${value === 'legal' ? html` selected` : null}>${l === 'nl' ? 'organisatie' : 'an organisation'}</option></select></div>`;
  return html`<div class="field${fault ? ' wrong' : ''}"><label for="${f.name}">${f.label[l]} ${f.optional ? html`<span class="hint">${t.optional[l]}</span>` : null}</label>
${f.hint ? html`<p class="hint" id="${f.name}-hint">${f.hint[l]}</p>` : null}${fault ? html`<p class="fault" id="${f.name}-fault">${fault.words[l]}</p>` : null}
<input type="${f.type === 'country' ? 'text' : f.type}" id="${f.name}" name="${f.name}" value="${value}" maxlength="${f.most}"${f.auto ? html` autocomplete="${f.auto}"` : null}${described ? html` aria-describedby="${described}"` : null}${fault ? html` aria-invalid="true"` : null}></div>`;
}
const summary = (faults: readonly Fault[], l: Language): Markup | null =>
  faults.length === 0
    ? null
    : html`<div class="summary" role="alert" tabindex="-1"><h2>${t.problem[l]}</h2><ul>${faults.map((f) => html`<li><a href="#${f.field}">${f.words[l]}</a></li>`)}</ul></div>`;

export interface FormPage {
  readonly house: PageHouse;
  readonly language: Language;
  readonly path: string;
  readonly values: ReadonlyMap<string, string>;
  readonly faults: readonly Fault[];
}
const switchTo = (p: { readonly path: string; readonly language: Language }) =>
  `${p.path}?lang=${p.language === 'nl' ? 'en' : 'nl'}`;
export function formPage(p: FormPage): string {
  const l = p.language;
  return framed({
    language: l,
    house: p.house,
    title: t.title[l],
    switchTo: switchTo(p),
    body: html`<h1>${t.title[l]}</h1>${summary(p.faults, l)}<p>${t.lead[l]}</p><p>${t.next[l]}</p>
<form method="post" action="${p.path}" accept-charset="utf-8"><input type="hidden" name="lang" value="${l}">
${formFields.map((f) => input(f, l, p.values, p.faults))}
<div class="buttons"><button>${t.send[l]}</button></div></form>`,
  });
}
export const mailedPage = (p: Pick<FormPage, 'house' | 'language' | 'path'>): string =>
  framed({
    ...p,
    title: t.mailed[p.language],
    switchTo: switchTo(p),
    body: html`<h1>${t.mailed[p.language]}</h1><p>${t.mailedText[p.language]}</p>`,
  });
/** A page with a button: programs that open every link in a mail confirm nothing. */
export const confirmPage = (p: Pick<FormPage, 'house' | 'language' | 'path'>): string =>
  framed({
    ...p,
    title: t.confirm[p.language],
    switchTo: switchTo(p),
    body: html`<h1>${t.confirm[p.language]}</h1><p>${t.confirmText[p.language]}</p>
<form method="post" action="${p.path}"><input type="hidden" name="lang" value="${p.language}"><div class="buttons"><button>${t.confirmButton[p.language]}</button></div></form>`,
  });

export interface OwnPage extends FormPage {
  readonly number: string;
  readonly state: OnboardingState;
  readonly passed: ReadonlySet<Gate>;
  readonly mail: Standing;
  readonly phone: Standing | null;
  readonly codeSent: boolean;
  readonly paid: boolean;
  readonly reference: string;
  readonly payTo: string | null;
  readonly missing: readonly string[];
  readonly known: readonly { readonly label: Words; readonly value: string }[];
  readonly said: Words | null;
  readonly closed: boolean;
}
const gateText: Readonly<Record<Gate, Words>> = {
  contact_verified: both('Uw contactgegevens zijn nagegaan', 'Your contact details are verified'),
  paid: both('Uw eerste betaling is binnen', 'Your first payment has arrived'),
  screened: both('Wij hebben uw gegevens vergeleken', 'We have compared your details'),
};
/** What a customer sees of itself: never points, never what lists hold. */
const stateTold: Readonly<Partial<Record<OnboardingState, Words>>> = {
  refusal_proposed: both('Een collega bekijkt uw aanvraag.', 'A colleague is looking at your application.'),
  second_person: both('Een collega bekijkt uw aanvraag.', 'A colleague is looking at your application.'),
  in_review: both('Een collega bekijkt uw gegevens opnieuw.', 'A colleague is looking at your details again.'),
};
export function ownPage(p: OwnPage): string {
  const l = p.language;
  const form = (inside: Markup) =>
    html`<form method="post" action="${p.path}" accept-charset="utf-8"><input type="hidden" name="lang" value="${l}">${inside}</form>`;
  const asked = formFields.filter((f) => p.missing.includes(f.name));
  return framed({
    language: l,
    house: p.house,
    title: `${t.yours[l]} ${p.number}`,
    switchTo: switchTo(p),
    body: html`<h1>${t.yours[l]} ${p.number}</h1>${summary(p.faults, l)}${p.said ? html`<p class="done" role="status">${p.said[l]}</p>` : null}
<p><strong>${(stateTold[p.state] ?? stateWords[p.state])[l]}</strong></p>
<h2>${t.stands[l]}</h2><ol class="gates">${gates.map((g) => html`<li>${gateText[g][l]}: <strong>${p.passed.has(g) ? t.done[l] : t.todo[l]}</strong></li>`)}</ol>
${p.closed || p.mail === 'pass' ? null : form(html`<div class="buttons"><button name="go" value="mail">${t.mailAgain[l]}</button></div>`)}
${
  p.closed || p.phone === null || p.phone === 'pass' || p.phone === 'fail'
    ? null
    : html`<h2>${t.phone[l]}</h2><p>${t.phoneText[l]}</p>${p.codeSent ? form(html`<div class="field"><label for="code">${t.code[l]}</label><input type="text" id="code" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="8"></div><div class="buttons"><button name="go" value="code">${t.giveCode[l]}</button></div>`) : null}${form(html`<div class="buttons"><button name="go" value="send_code">${t.sendCode[l]}</button></div>`)}`
}
${
  p.closed || p.paid
    ? null
    : html`<h2>${t.pay[l]}</h2><p>${t.payText[l]}</p><p class="reference">${groupedReference(p.reference)}</p>${p.payTo ? html`<p>${t.payTo[l]}: ${p.payTo}</p>` : null}`
}
${p.closed || asked.length === 0 ? null : html`<h2>${t.missing[l]}</h2>${form(html`${asked.map((f) => input(f, l, p.values, p.faults))}<div class="buttons"><button name="go" value="save">${t.save[l]}</button></div>`)}`}
<h2>${t.known[l]}</h2><dl class="known">${p.known.map((k) => html`<div><dt>${k.label[l]}</dt><dd>${k.value}</dd></div>`)}</dl>
<p>${t.why[l]}</p>`,
  });
}
