/** The frame of the public pages of notices, and the pages of the form: HTML without script, for a screen of 320 px, in two languages. */
import { html, type Markup, type PageHouse, pageStyle } from '#correspondence';
import { type Language, timeForPeople, type Words } from '#kernel';
import { goodFaithNow, goodFaithTexts, noticeKind, noticeKinds } from '#law';
import {
  type FormFault,
  type FormState,
  type FormStep,
  mostExplanation,
  mostFiles,
  progressOf,
  quickExit,
  stepsFor,
  stepTitles,
} from './form.ts';
import { maskOf, readLocations } from './location.ts';
import { placeWords } from './words.ts';

/** Added to the style of the customer's page: back, progress, choices, lists of answers, the button that leaves. */
const style = `${pageStyle}
.back{all:unset;cursor:pointer;display:inline-block;padding:.5rem 0;min-height:44px;box-sizing:border-box;color:var(--link);text-decoration:underline}
.back:focus-visible{outline:3px solid var(--focus);outline-offset:2px}
.caption{color:var(--soft);margin:0}
fieldset{border:0;margin:0;padding:0;min-width:0}
legend{padding:0}
legend h1,label h1{margin:.25rem 0 .5rem}
.choice{display:flex;gap:.75rem;align-items:flex-start;margin:.5rem 0;font-weight:400}
.choice input{width:1.6rem;height:1.6rem;flex:none;margin:.1rem 0 0;padding:0}
.choice span span{display:block}
input[type=email],input[type=text]{max-width:28rem}
input[type=file]{max-width:100%}
dl.answers{margin:1rem 0;border-top:1px solid var(--edge)}
dl.answers div{border-bottom:1px solid var(--edge);padding:.6rem 0}
dl.answers dt{font-weight:600}
dl.answers dd{margin:.2rem 0;white-space:pre-wrap}
.leave{display:block;background:var(--bad);color:var(--on);padding:.6rem 1rem;font-weight:600;text-align:center;position:sticky;top:0}
.inset{border-left:6px solid var(--edge);padding:.25rem 1rem;margin:1rem 0}
.inset li{margin:.25rem 0}
.steps{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:.25rem 1.25rem}
.steps [aria-current]{font-weight:600}
.buttons{display:flex;flex-wrap:wrap;gap:.5rem 1rem}
.vh{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
@media print{.leave,.buttons{display:none}}
`;
export const noticeStyle = style;

const t = {
  skip: { nl: 'Naar de inhoud', en: 'Skip to content' },
  other: { nl: 'English', en: 'Nederlands' },
  sample: { nl: 'Voorbeelddata: meld hier niets echts.', en: 'Sample data: do not report anything real here.' },
  back: { nl: 'Terug', en: 'Back' },
  go: { nl: 'Doorgaan', en: 'Continue' },
  send: { nl: 'Verstuur de melding', en: 'Send the notice' },
  change: { nl: 'Wijzig', en: 'Change' },
  problem: { nl: 'Er is een probleem', en: 'There is a problem' },
  fault: { nl: 'Fout', en: 'Error' },
  leave: { nl: 'Verlaat deze pagina nu', en: 'Leave this page now' },
  form: { nl: 'Melding maken', en: 'Report content' },
  optional: { nl: '(hoeft niet)', en: '(optional)' },
  none: { nl: 'Niet ingevuld', en: 'Not filled in' },
} as const satisfies Record<string, Words>;

export interface Frame {
  readonly language: Language;
  readonly house: PageHouse;
  readonly title: string;
  /** Address of this page in the other language; null where a form carries the language. */
  readonly switchTo: string | null;
  readonly leave?: boolean;
  readonly body: Markup;
}

/** A whole page. Nothing is loaded from anywhere. */
export function framed(f: Frame): string {
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
${f.leave ? html`<a class="leave" href="https://www.nu.nl/" rel="noreferrer nofollow">${t.leave[l]}</a>` : null}
<header><strong>${f.house.name}</strong>${
    f.switchTo === null
      ? null
      : html`<nav aria-label="${l === 'nl' ? 'Taal' : 'Language'}"><a href="${f.switchTo}" lang="${other}" hreflang="${other}">${t.other[l]}</a></nav>`
  }</header>
<main id="main">
${f.house.sample ? html`<p class="sample">${t.sample[l]}</p>` : null}
${f.body}
</main>
</body>
</html>
`;
  return `<!doctype html>\n${head.text}${style}${rest.text}`;
}

export interface StartPage {
  readonly house: PageHouse;
  readonly language: Language;
  readonly path: string;
  readonly token: string;
  /** Where machines hand in. */
  readonly api: string;
  readonly contact: string;
}

/** Page 0: what this is, what one needs, where to go in an emergency. */
export function startPage(p: StartPage): string {
  const nl = p.language === 'nl';
  const body = nl
    ? html`<h1>Meld illegale inhoud op ons netwerk</h1>
<p>Hiermee meldt u inhoud die volgens u niet mag: oplichting, misbruik, inbreuk, bedreiging en meer. Het duurt ongeveer drie minuten. U hoeft niet in te loggen en niet te zeggen wie u bent.</p>
<h2>Wat u nodig hebt</h2>
<ul><li>het internetadres van de pagina, of het IP-adres</li><li>in uw eigen woorden: waarom het niet mag</li></ul>
<h2>Gaat het om direct gevaar?</h2>
<p>Bel <strong>112</strong>. Geen spoed, wel politie: 0900-8844.</p>
<p>Beelden van seksueel misbruik van kinderen meldt u hier, of anoniem bij het meldpunt van <strong>Offlimits</strong> (offlimits.nl). Stuur nooit beelden, alleen het adres.</p>`
    : html`<h1>Report illegal content on our network</h1>
<p>Here you report content that you think is not allowed: fraud, abuse, infringement, threats and more. It takes about three minutes. You need not log in, nor say who you are.</p>
<h2>What you need</h2>
<ul><li>the internet address of the page, or the IP address</li><li>in your own words: why it is not allowed</li></ul>
<h2>Is someone in immediate danger?</h2>
<p>Call <strong>112</strong>.</p>
<p>Images of sexual abuse of children can be reported here, or anonymously to the hotline of <strong>Offlimits</strong> (offlimits.nl). Never send images, only the address.</p>`;
  return framed({
    language: p.language,
    house: p.house,
    title: t.form[p.language],
    switchTo: `${p.path}?lang=${nl ? 'en' : 'nl'}`,
    body: html`${body}
<form method="post" action="${p.path}" accept-charset="utf-8">
<input type="hidden" name="state" value="${p.token}"><input type="hidden" name="lang" value="${p.language}"><input type="hidden" name="step" value="start">
<button name="go" value="next">${nl ? 'Begin' : 'Start'}</button>
</form>
<p class="small">${
      nl
        ? html`Voor programma's: <code>POST ${p.api}</code>, als JSON of XARF. <a href="${p.contact}">Onze contactpunten</a>.`
        : html`For programs: <code>POST ${p.api}</code>, as JSON or XARF. <a href="${p.contact}">Our points of contact</a>.`
    }</p>`,
  });
}

/** What is told of an address at once. */
export interface PlaceTold {
  readonly masked: string;
  readonly place: 'ours' | 'elsewhere' | 'unclear';
  readonly elsewhere: { readonly name: string; readonly reportAt: string | null } | null;
}

export interface StepPage {
  readonly house: PageHouse;
  readonly language: Language;
  readonly path: string;
  readonly token: string;
  readonly state: FormState;
  readonly step: FormStep;
  readonly faults: readonly FormFault[];
  readonly places: readonly PlaceTold[];
  readonly files: readonly { readonly name: string; readonly size: number }[];
  readonly now: Temporal.Instant;
  /** Said above the question: files that could not be taken. */
  readonly said?: Words;
}

/** One question. */
export function stepPage(p: StepPage): string {
  const l = p.language;
  const title = `${stepTitles[p.step][l]} – ${t.form[l]}, ${progressOf(p.state, p.step, l)}`;
  const upload = p.step === 'evidence';
  return framed({
    language: l,
    house: p.house,
    title: p.faults.length > 0 ? `${t.fault[l]}: ${title}` : title,
    switchTo: null,
    leave: quickExit(p.state),
    body: html`
<form method="post" action="${p.path}${upload ? '/files' : ''}" accept-charset="utf-8" novalidate${upload ? html` enctype="multipart/form-data"` : null}>
<input type="hidden" name="state" value="${p.token}"><input type="hidden" name="step" value="${p.step}"><input type="hidden" name="lang" value="${l}">
<button class="vh" name="go" value="next" tabindex="-1" aria-hidden="true">${t.go[l]}</button>
<button class="back" name="go" value="back">${t.back[l]}</button>
${p.faults.length > 0 ? summary(p.faults, l) : null}
${p.said ? html`<p class="due" role="status">${p.said[l]}</p>` : null}
<p class="caption">${t.form[l]} – ${progressOf(p.state, p.step, l)}</p>
${fields(p)}
<div class="buttons"><button name="go" value="${p.step === 'check' ? 'send' : 'next'}">${p.step === 'check' ? t.send[l] : t.go[l]}</button>
<button name="go" value="language" class="back" lang="${l === 'nl' ? 'en' : 'nl'}">${t.other[l]}</button></div>
</form>`,
  });
}

function summary(faults: readonly FormFault[], l: Language): Markup {
  return html`<div class="summary" role="alert" tabindex="-1" autofocus aria-labelledby="summary">
<h2 id="summary">${t.problem[l]}</h2>
<ul>${faults.map((f) => html`<li><a href="#${f.field}">${f.words[l]}</a></li>`)}</ul>
</div>`;
}

const faultFor = (p: StepPage, field: string) =>
  p.faults.find((f) => f.field === field || f.field.startsWith(`${field}-`));
const errorAt = (p: StepPage, field: string): Markup | null => {
  const f = faultFor(p, field);
  return f ? html`<p class="fault" id="${field}-fault">${t.fault[p.language]}: ${f.words[p.language]}</p>` : null;
};
const described = (p: StepPage, field: string) => `${field}-hint${faultFor(p, field) ? ` ${field}-fault` : ''}`;

function fields(p: StepPage): Markup {
  const l = p.language;
  const nl = l === 'nl';
  const s = p.state;
  const title = stepTitles[p.step][l];
  const input = (name: string, label: Words, value: string, type: string, complete: string, hint?: Words) =>
    html`<div class="${faultFor(p, name) ? 'wrong' : ''}"><label for="${name}">${label[l]} ${t.optional[l]}</label>
<p class="hint" id="${name}-hint">${hint?.[l] ?? ''}</p>
${errorAt(p, name)}
<input id="${name}" name="${name}" type="${type}" value="${value}" autocomplete="${complete}" aria-describedby="${described(p, name)}"${faultFor(p, name) ? html` aria-invalid="true"` : null}></div>`;
  switch (p.step) {
    case 'kind':
      return html`<fieldset class="${faultFor(p, 'kind') ? 'wrong' : ''}"><legend><h1>${title}</h1></legend>
${errorAt(p, 'kind')}
${noticeKinds.map(
  (k) =>
    html`<label class="choice" for="kind-${k.id}"><input type="radio" id="kind-${k.id}" name="kind" value="${k.id}"${s.kind === k.id ? html` checked` : null}><span>${k.words[l]}${k.hint ? html`<span class="hint">${k.hint[l]}</span>` : null}</span></label>`,
)}</fieldset>`;
    case 'where':
      return html`${kindAside(s, l)}
<div class="${faultFor(p, 'where') ? 'wrong' : ''}"><label for="where"><h1>${title}</h1></label>
<p class="hint" id="where-hint">${nl ? 'Plak het adres uit de adresbalk, of een IP-adres. Meer adressen? Zet elk op een nieuwe regel.' : 'Paste the address from the address bar, or an IP address. More than one? Put each on a line of its own.'}</p>
${errorAt(p, 'where')}
<textarea id="where" name="where" rows="4" spellcheck="false" autocomplete="off" aria-describedby="${described(p, 'where')}"${faultFor(p, 'where') ? html` aria-invalid="true"` : null}>${s.where}</textarea></div>
<details${s.headers ? html` open` : null}><summary>${nl ? 'Gaat het om een e-mail?' : 'Is it about an e-mail?'}</summary>
<label for="headers">${nl ? 'Koppen van de e-mail' : 'Headers of the e-mail'}</label>
<p class="hint" id="headers-hint">${nl ? 'Plak alle koppen, met de regels die met Received beginnen.' : 'Paste all headers, with the lines that begin with Received.'}</p>
<textarea id="headers" name="headers" rows="5" spellcheck="false" autocomplete="off" aria-describedby="headers-hint">${s.headers}</textarea></details>`;
    case 'why':
      return html`${placesAside(p)}
<div class="${faultFor(p, 'why') ? 'wrong' : ''}"><label for="why"><h1>${title}</h1></label>
<p class="hint" id="why-hint">${
        noticeKind(s.kind)?.sensitive === 'csam'
          ? nl
            ? 'Dit hoeft niet. Beschrijf geen beelden. Nuttig is bijvoorbeeld of u ergens moet klikken.'
            : 'You need not. Do not describe images. Useful is for example whether one has to click somewhere.'
          : nl
            ? `Vertel in uw eigen woorden wat er staat en waarom dat niet mag. U hoeft geen wet te noemen. Hoogstens ${mostExplanation} tekens.`
            : `Say in your own words what is there and why it is not allowed. You need not name a law. ${mostExplanation} characters at most.`
      }</p>
${errorAt(p, 'why')}
<textarea id="why" name="why" rows="8" aria-describedby="${described(p, 'why')}"${faultFor(p, 'why') ? html` aria-invalid="true"` : null}>${s.why}</textarea></div>
${
  noticeKind(s.kind)?.sensitive === 'csam'
    ? null
    : input('law', { nl: 'Welk recht of welke wet?', en: 'Which right or law?' }, s.law, 'text', 'off')
}`;
    case 'evidence':
      return html`<div><label for="files"><h1>${title}</h1></label>
<p class="hint" id="files-hint">${
        nl
          ? `Bijvoorbeeld een e-mail of een schermafdruk. Hoogstens ${mostFiles} bestanden van 10 MB. Het hoeft niet. Stuur geen naaktbeelden en geen beelden van kinderen.`
          : `For example an e-mail or a screenshot. At most ${mostFiles} files of 10 MB. You need not. Send no nude images and no images of children.`
      }</p>
${errorAt(p, 'files')}
<input id="files" name="files" type="file" multiple aria-describedby="${described(p, 'files')}"></div>
${
  p.files.length > 0
    ? html`<h2>${nl ? 'Al toegevoegd' : 'Added already'}</h2><ul>${p.files.map((f) => html`<li>${f.name} (${Math.ceil(f.size / 1024)} kB)</li>`)}</ul>
<label class="choice" for="drop"><input type="checkbox" id="drop" name="drop" value="yes"><span>${nl ? 'Haal deze bestanden weg' : 'Remove these files'}</span></label>`
    : null
}`;
    case 'who':
      return html`<h1>${title}</h1>
<p>${
        nl
          ? 'U hoeft dit niet in te vullen. Met uw e-mailadres krijgt u een bevestiging en ons besluit. Wij geven uw naam niet aan wie dit plaatste, tenzij dat strikt nodig is.'
          : 'You need not fill this in. With your e-mail address you get a confirmation and our decision. We do not give your name to who placed this, unless strictly necessary.'
      }</p>
${input('name', { nl: 'Naam', en: 'Name' }, s.name, 'text', 'name')}
${input('email', { nl: 'E-mailadres', en: 'E-mail address' }, s.email, 'email', 'email')}
${input('organisation', { nl: 'Organisatie', en: 'Organisation' }, s.organisation, 'text', 'organization')}
${input('reference', { nl: 'Uw eigen kenmerk', en: 'Your own reference' }, s.reference, 'text', 'off')}
${input('code', { nl: 'Code van een trusted flagger', en: 'Code of a trusted flagger' }, s.code, 'text', 'off', {
  nl: 'Alleen als u van ons een code hebt.',
  en: 'Only if you have a code from us.',
})}
<label class="choice" for="guarded"><input type="checkbox" id="guarded" name="guarded" value="yes"${s.guarded ? html` checked` : null}><span>${nl ? 'Vraag een code uit mijn e-mail voordat iemand mijn melding kan lezen' : 'Ask for a code from my e-mail before anyone can read my notice'}</span></label>`;
    case 'faith':
      return html`<fieldset><legend><h1>${title}</h1></legend>
<p class="hint">${nl ? 'Wie bewust onjuist meldt, kan later lager in de rij komen.' : 'Who reports falsely on purpose may later stand lower in the queue.'}</p>
<label class="choice" for="faith"><input type="checkbox" id="faith" name="faith" value="yes"${s.faith ? html` checked` : null}><span>${goodFaithTexts[goodFaithNow]?.[l] ?? ''}</span></label></fieldset>`;
    case 'check':
      return checkFields(p);
  }
}

function kindAside(s: FormState, l: Language): Markup | null {
  const kind = noticeKind(s.kind);
  if (kind?.sensitive === 'csam')
    return html`<div class="inset"><p>${l === 'nl' ? 'Wij vragen alleen het adres. Stuur nooit beelden; bekijk ze niet opnieuw. U blijft anoniem.' : 'We only ask for the address. Never send images; do not look at them again. You stay anonymous.'}</p></div>`;
  if (kind?.danger)
    return html`<div class="inset"><p>${l === 'nl' ? html`Is er direct gevaar? Bel eerst <strong>112</strong>.` : html`Is someone in immediate danger? Call <strong>112</strong> first.`}</p></div>`;
  return null;
}

function placesAside(p: StepPage): Markup | null {
  const l = p.language;
  if (p.places.length === 0) return null;
  const at = timeForPeople(p.now, p.house.zone, l);
  const none = p.places.every((x) => x.place === 'elsewhere');
  return html`<div class="inset"><p>${l === 'nl' ? `Gecontroleerd op ${at}:` : `Checked at ${at}:`}</p>
<ul>${p.places.map(
    (x) =>
      html`<li>${x.place === 'ours' ? '✓ ' : ''}<strong>${x.masked}</strong> ${placeWords[x.place][l]}${
        x.elsewhere
          ? html` ${l === 'nl' ? 'maar bij' : 'but with'} ${x.elsewhere.name}${x.elsewhere.reportAt ? html` (${l === 'nl' ? 'meld daar' : 'report there'}: ${x.elsewhere.reportAt})` : null}`
          : null
      }</li>`,
  )}</ul>
${none ? html`<p>${l === 'nl' ? 'Wij kunnen hier waarschijnlijk niets doen. U mag doorgaan; een mens leest het.' : 'We can probably do nothing here. You may go on; a person reads it.'}</p>` : null}</div>`;
}

function checkFields(p: StepPage): Markup {
  const l = p.language;
  const nl = l === 'nl';
  const s = p.state;
  const kind = noticeKind(s.kind);
  const csam = kind?.sensitive === 'csam';
  const { items } = readLocations(s.where, s.headers);
  const row = (step: FormStep, value: Markup | string) =>
    stepsFor(s).includes(step)
      ? html`<div><dt>${stepTitles[step][l]}</dt><dd>${value}</dd><dd><button class="back" name="go" value="${step}">${t.change[l]}<span class="vh"> ${stepTitles[step][l]}</span></button></dd></div>`
      : null;
  return html`<h1>${stepTitles.check[l]}</h1>
<dl class="answers">
${row('kind', kind?.words[l] ?? t.none[l])}
${row(
  'where',
  html`${items.map((i) => {
    const told = p.places.find((x) => x.masked === maskOf(i, csam));
    return html`${maskOf(i, csam)}${told ? html` – ${placeWords[told.place][l]}` : null}\n`;
  })}`,
)}
${row('why', s.why === '' ? t.none[l] : `${s.why}${s.law ? `\n(${s.law})` : ''}`)}
${row('evidence', p.files.length === 0 ? t.none[l] : p.files.map((f) => f.name).join('\n'))}
${row('who', [s.name, s.email, s.organisation, s.reference].filter(Boolean).join('\n') || (nl ? 'Anoniem' : 'Anonymous'))}
${row('faith', s.faith ? (goodFaithTexts[goodFaithNow]?.[l] ?? '') : nl ? 'Niet bevestigd' : 'Not confirmed')}
</dl>
<p class="small">${nl ? 'Wij gebruiken wat u invult alleen om uw melding te behandelen en bewaren het tot twee jaar na het besluit (kindermisbruik: één jaar).' : 'We use what you fill in only to handle your notice and keep it until two years after the decision (child abuse: one year).'}</p>`;
}
