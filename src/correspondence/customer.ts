/**
 * The customer's page, opened from the link in a letter: what happened, what to do, by when, and four ways to answer.
 * HTML without script. It never says who reported it, shows addresses so that nothing can be clicked or loaded, and knows
 * one case only.
 */
import { defang, type Language, timeForPeople, type Words } from '#kernel';
import { momentForLetter, type Step } from '#law';
import { type Answer, type AnswerKind, type FormFault, mostCharacters } from './answer.ts';
import { contrast, type PageBrand } from './brand.ts';
import { momentWithUtc, type SeenFact, seenTable } from './compose.ts';
import { html, type Markup } from './markup.ts';

/** What a case tells its customer; whoever knows cases makes it. */
export interface CustomerView {
  /** Number people see; null where it has none yet. */
  readonly reference: string | null;
  /** Title of the course of action. */
  readonly title: Words;
  readonly what: Words;
  /** Main address or site as found; made harmless here. */
  readonly resource: string | null;
  /** What was seen: never who reported it. */
  readonly seen: readonly SeenFact[];
  /** Kinds that are never shown: then neither resource nor sightings appear. */
  readonly sensitive: boolean;
  readonly steps: readonly Step[];
  readonly fixedWhen: Words | null;
  readonly dueAt: Temporal.Instant | null;
  /** What happens otherwise, as a clause. */
  readonly consequence: Words | null;
  readonly hostAt: Temporal.Instant | null;
  readonly ground: Words | null;
  readonly state: 'open' | 'answered' | 'restricted' | 'closed';
  /** Our own looks from outside, honest also where they contradict the answer. */
  readonly checks: readonly { readonly at: Temporal.Instant; readonly text: Words }[];
  readonly phone: string | null;
  /** Which answers can be given; none once the case is closed for good. */
  readonly offers: readonly AnswerKind[];
}

export interface PageHouse {
  readonly name: string;
  readonly zone: string;
  /** Sample data: every page says so. */
  readonly sample: boolean;
  /** Of the letter whose page this is; null where it went in no brand. */
  readonly brand: PageBrand | null;
}

/** What every page behind a link in a letter is drawn with. */
export interface PageFrame {
  readonly language: Language;
  readonly house: PageHouse | null;
  readonly title: string;
  /** Address of this page without query, for the language switch; null where there is none. */
  readonly path: string | null;
  readonly body: Markup;
}

const t = {
  skip: { nl: 'Naar de inhoud', en: 'Skip to content' },
  other: { nl: 'English', en: 'Nederlands' },
  sample: {
    nl: 'Voorbeelddata: dit is geen echte zaak.',
    en: 'Sample data: this is not a real case.',
  },
  case: { nl: 'Zaak', en: 'Case' },
  due: { nl: 'Los dit op vóór', en: 'Solve this before' },
  dueOver: { nl: 'De termijn is voorbij sinds', en: 'The term has been over since' },
  left: { nl: 'Laat alsnog weten wat u hebt gedaan.', en: 'Still tell us what you did.' },
  states: {
    open: { nl: 'Wij wachten op uw antwoord.', en: 'We are waiting for your answer.' },
    answered: {
      nl: 'Wij hebben uw antwoord en bekijken het.',
      en: 'We have your answer and are looking at it.',
    },
    restricted: {
      nl: 'Wij hebben een beperking ingesteld. Los het op en laat het weten, dan bekijken wij of die eraf kan.',
      en: 'We put a restriction in place. Solve it and tell us, and we will look whether it can be lifted.',
    },
    closed: {
      nl: 'Deze zaak is gesloten. U hoeft niets meer te doen.',
      en: 'This case is closed. You need not do anything.',
    },
  },
  happened: { nl: 'Wat er is gebeurd', en: 'What happened' },
  seen: { nl: 'Wat er is gezien', en: 'What was seen' },
  seenNote: {
    nl: 'Adressen zijn onklaar gemaakt, zodat u er niet per ongeluk op klikt.',
    en: 'Addresses were made harmless, so that you do not click them by accident.',
  },
  hidden: {
    nl: 'Om wat het is, tonen wij hier geen adressen. Neem contact met ons op.',
    en: 'Because of what it is, no addresses are shown here. Please contact us.',
  },
  at: { nl: 'Het gaat om', en: 'It is about' },
  steps: { nl: 'Wat u kunt doen', en: 'What you can do' },
  fixedWhen: { nl: 'Wanneer het is opgelost', en: 'When it is solved' },
  otherwise: { nl: 'Wat er anders gebeurt', en: 'What happens otherwise' },
  checks: { nl: 'Wat wij zelf zien', en: 'What we see ourselves' },
  earlier: { nl: 'Wat u ons al vertelde', en: 'What you told us before' },
  answer: { nl: 'Uw antwoord', en: 'Your answer' },
  answerHint: { nl: 'Kies wat van toepassing is.', en: 'Choose what applies.' },
  problem: { nl: 'Er is een probleem', en: 'There is a problem' },
  fault: { nl: 'Fout', en: 'Error' },
  ground: { nl: 'Wij vragen dit op grond van:', en: 'We ask this on the ground of:' },
  phone: { nl: 'Liever bellen?', en: 'Rather call?' },
  linkNote: {
    nl: 'Wie deze link heeft, ziet deze pagina. De link werkt tot',
    en: 'Whoever has this link sees this page. The link works until',
  },
  back: { nl: 'Terug naar de zaak', en: 'Back to the case' },
  until: { nl: 'tot', en: 'until' },
} as const;

const offerWords: Readonly<
  Record<AnswerKind, { readonly open: Words; readonly label: Words; readonly hint: Words; readonly send: Words }>
> = {
  fixed: {
    open: { nl: 'Ik heb dit opgelost', en: 'I fixed this' },
    label: { nl: 'Wat hebt u gedaan?', en: 'What did you do?' },
    hint: {
      nl: 'Bijvoorbeeld welke bestanden u hebt verwijderd en hoe de indringer binnenkwam. Daarna kijken wij opnieuw.',
      en: 'For example which files you removed and how the intruder got in. Then we look again.',
    },
    send: { nl: 'Meld dat het is opgelost', en: 'Report it as fixed' },
  },
  needs_time: {
    open: { nl: 'Ik heb meer tijd nodig', en: 'I need more time' },
    label: { nl: 'Waarom hebt u meer tijd nodig?', en: 'Why do you need more time?' },
    hint: {
      nl: 'Vertel ook wat u intussen al hebt gedaan om schade te beperken.',
      en: 'Also say what you did meanwhile to limit the damage.',
    },
    send: { nl: 'Vraag om meer tijd', en: 'Ask for more time' },
  },
  wrong: {
    open: { nl: 'Dit klopt niet', en: 'This is wrong' },
    label: { nl: 'Wat klopt er niet?', en: 'What is not right?' },
    hint: {
      nl: 'Bijvoorbeeld dat het adres niet van u is, of dat het geen misbruik is. Een mens leest uw uitleg.',
      en: 'For example that the address is not yours, or that it is no abuse. A person reads what you write.',
    },
    send: { nl: 'Meld dat dit niet klopt', en: 'Report that this is wrong' },
  },
  question: {
    open: { nl: 'Ik heb een vraag', en: 'I have a question' },
    label: { nl: 'Wat is uw vraag?', en: 'What is your question?' },
    hint: { nl: 'De termijn loopt door terwijl u wacht.', en: 'The term runs on while you wait.' },
    send: { nl: 'Stel de vraag', en: 'Ask the question' },
  },
  names_customer: {
    open: { nl: 'Het is een klant van mij', en: 'It is a customer of mine' },
    label: { nl: 'Wie is deze klant?', en: 'Who is this customer?' },
    hint: {
      nl: 'Naam, adres, e-mail en sinds wanneer. U blijft zelf verantwoordelijk tot het is opgelost.',
      en: 'Name, address, e-mail and since when. You remain answerable until it is solved.',
    },
    send: { nl: 'Geef deze klant door', en: 'Name this customer' },
  },
  other: {
    open: { nl: 'Iets anders', en: 'Something else' },
    label: { nl: 'Uw antwoord', en: 'Your answer' },
    hint: { nl: 'Een mens leest wat u schrijft.', en: 'A person reads what you write.' },
    send: { nl: 'Verstuur', en: 'Send' },
  },
};

/** The words of a kind of answer, for lists: "I fixed this". */
export function answerWords(kind: AnswerKind): Words {
  return offerWords[kind].open;
}

const afterWords: Readonly<Record<AnswerKind, Words>> = {
  fixed: {
    nl: 'Wij controleren van buitenaf of het weg is. Zien wij het nog, dan hoort u dat. Is het weg en blijft het weg, dan sluiten wij de zaak.',
    en: 'We check from outside whether it is gone. If we still see it, you will hear. If it is gone and stays gone, we close the case.',
  },
  needs_time: {
    nl: 'Een medewerker beslist of u meer tijd krijgt en laat het u weten. Tot dan geldt de termijn die er stond.',
    en: 'A member of staff decides whether you get more time and tells you. Until then the term stands as it was.',
  },
  wrong: {
    nl: 'Een medewerker leest uw uitleg en kijkt opnieuw wie het adres had en wat er is gezien. U krijgt antwoord.',
    en: 'A member of staff reads what you wrote and looks again who held the address and what was seen. You get an answer.',
  },
  question: {
    nl: 'Een medewerker leest uw vraag en antwoordt per e-mail. De termijn loopt intussen door.',
    en: 'A member of staff reads your question and answers by e-mail. The term runs on meanwhile.',
  },
  names_customer: {
    nl: 'Een medewerker bekijkt dit. U blijft verantwoordelijk tot het is opgelost.',
    en: 'A member of staff looks at this. You remain answerable until it is solved.',
  },
  other: {
    nl: 'Een medewerker leest uw antwoord.',
    en: 'A member of staff reads your answer.',
  },
};

/**
 * The style of these pages, in the page itself, so that nothing is loaded. Text 4.5:1 and borders 3:1 in light and dark;
 * nothing wider than a screen of 320 px but tables, which scroll by themselves.
 */
export const pageStyle = `
:root{color-scheme:light dark;--ink:#1b1f23;--soft:#4d5761;--paper:#fff;--edge:#767e86;--tint:#eef3f7;--link:#0b5394;--act:#0b5394;--on:#fff;--bad:#b3261e;--badtint:#fdeceb;--focus:#ffbf47}
@media (prefers-color-scheme:dark){:root{--ink:#e8eaed;--soft:#b4bbc2;--paper:#14181c;--edge:#8b949e;--tint:#1f262d;--link:#8ab4f8;--act:#8ab4f8;--on:#10151a;--bad:#ff9a90;--badtint:#3a1917;--focus:#ffbf47}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:1.0625rem/1.55 system-ui,sans-serif;overflow-wrap:anywhere}
a{color:var(--link)}
:focus-visible,[autofocus]:focus{outline:3px solid var(--focus);outline-offset:2px}
.skip{position:absolute;left:-999em}.skip:focus{position:static;display:block;padding:.5rem 1rem}
header,main{max-width:44rem;margin:0 auto;padding:.75rem 1rem}
header{display:flex;flex-wrap:wrap;gap:.5rem 1rem;justify-content:space-between;border-bottom:1px solid var(--edge)}
header strong{font-size:1.1rem}
header a{display:inline-block;min-height:24px}
h1{font-size:1.6rem;line-height:1.25;margin:1rem 0 .5rem}
h2{font-size:1.2rem;margin:1.75rem 0 .5rem}
.small,.hint{color:var(--soft);font-size:.95rem}
.sample{background:var(--tint);border:1px dashed var(--edge);padding:.5rem .75rem}
.due{background:var(--tint);border-left:6px solid var(--act);padding:.75rem 1rem;margin:1rem 0}
.due p{margin:.25rem 0}
.due.late{border-color:var(--bad)}
.scroll{overflow-x:auto;border:1px solid var(--edge)}
table{border-collapse:collapse;width:100%;font-size:.95rem}
th,td{border-bottom:1px solid var(--edge);padding:.4rem .6rem;text-align:left;vertical-align:top;overflow-wrap:normal}
td:nth-child(3){min-width:9rem;overflow-wrap:anywhere}
ol{padding-left:1.6rem}
li{margin:.4rem 0}
pre{background:var(--tint);border:1px solid var(--edge);padding:.6rem;white-space:pre-wrap;font-size:.9rem}
details{border:1px solid var(--edge);margin:.6rem 0}
summary{padding:.75rem 1rem;font-weight:600;cursor:pointer;min-height:44px}
details[open] summary{border-bottom:1px solid var(--edge)}
details form{padding:.25rem 1rem 1rem}
label{display:block;font-weight:600;margin-top:.75rem}
.hint{margin:.2rem 0 .4rem}
textarea,input{width:100%;max-width:100%;font:inherit;padding:.5rem;border:2px solid var(--edge);background:var(--paper);color:var(--ink)}
input{max-width:18rem}
button{font:inherit;font-weight:600;margin-top:1rem;padding:.6rem 1.1rem;min-height:44px;border:2px solid var(--act);background:var(--act);color:var(--on);cursor:pointer}
.summary{border:4px solid var(--bad);padding:.75rem 1rem;margin:1rem 0;background:var(--badtint)}
.summary h2{margin:0 0 .5rem}
.summary a{color:var(--bad);font-weight:600}
.wrong{border-left:5px solid var(--bad);padding-left:.75rem}
.wrong textarea,.wrong input{border-color:var(--bad)}
.fault{color:var(--bad);font-weight:600;margin:.2rem 0}
.done{border:4px solid var(--act);padding:1rem;margin:1rem 0}
.done h1{margin-top:0}
@media (prefers-reduced-motion:reduce){*{scroll-behavior:auto}}
@media print{details{border:0}header a,form,.skip{display:none}}
`;

/** Ground of the page in light and dark, as in `pageStyle`. */
const papers = { light: '#ffffff', dark: '#14181c' } as const;

/**
 * The style of a page in a brand: a band and buttons in its colour. Its colours are six hexadecimal digits, so nothing else
 * can come in with them. Where the accent does not stand out from the ground (3:1, WCAG 2.2, 1.4.11) edges keep our own colour.
 */
export function styleOf(brand: PageBrand | null): string {
  if (!brand) return pageStyle;
  const edge = (paper: string) => (contrast(brand.accent, paper) >= 3 ? brand.accent : 'var(--edge)');
  return `${pageStyle}:root{--brand:${brand.accent};--onbrand:${brand.onAccent};--brandedge:${edge(papers.light)}}
@media (prefers-color-scheme:dark){:root{--brandedge:${edge(papers.dark)}}}
header{max-width:none;padding-inline:max(1rem,calc((100% - 42rem)/2));background:var(--brand);color:var(--onbrand);border-bottom:0}
header a{color:var(--onbrand)}
.due{border-color:var(--brandedge)}
button{background:var(--brand);color:var(--onbrand);border-color:var(--brandedge)}
.brand{max-width:44rem;margin:2rem auto 0;padding:.75rem 1rem;border-top:1px solid var(--edge)}
`;
}

/** Whose page it is and where they are reached, under every page in a brand. */
function sender(brand: PageBrand): Markup {
  return html`<footer class="small brand"><p>${brand.name}${
    brand.address ? html` · <a href="mailto:${brand.address}">${brand.address}</a>` : null
  }${brand.phone ? html` · ${brand.phone}` : null}</p></footer>`;
}

/** A whole page of who got a letter from us. Nothing is loaded from anywhere. */
export function pageFrame(f: PageFrame): string {
  const l = f.language;
  const other: Language = l === 'nl' ? 'en' : 'nl';
  const brand = f.house?.brand ?? null;
  const name = brand?.name ?? f.house?.name ?? '';
  // `</style` cannot occur in it: the style is ours.
  const page = html`<html lang="${l}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<title>${f.title}${name ? ` – ${name}` : ''}</title>
<style>`;
  const rest = html`</style>
</head>
<body>
<a class="skip" href="#main">${t.skip[l]}</a>
<header><strong>${name}</strong>${
    f.path === null
      ? null
      : html`<nav aria-label="${l === 'nl' ? 'Taal' : 'Language'}"><a href="${f.path}?lang=${other}" lang="${other}" hreflang="${other}">${t.other[l]}</a></nav>`
  }</header>
<main id="main">
${f.house?.sample ? html`<p class="sample">${t.sample[l]}</p>` : null}
${f.body}
</main>
${brand ? sender(brand) : null}
</body>
</html>
`;
  return `<!doctype html>\n${page.text}${styleOf(brand)}${rest.text}`;
}

const time = (at: Temporal.Instant, words: string) => html`<time datetime="${at.toString()}">${words}</time>`;

/** A form as it was sent and was not right: shown again with what was typed. */
export interface FormAgain {
  readonly kind: AnswerKind | null;
  readonly text: string;
  readonly until: string;
  readonly faults: readonly FormFault[];
}

export interface CasePage {
  readonly view: CustomerView;
  readonly house: PageHouse;
  readonly language: Language;
  /** Address of this page without query. */
  readonly path: string;
  /** By which a form sent twice lands once. */
  readonly mark: string;
  readonly answers: readonly Answer[];
  readonly linkUntil: Temporal.Instant;
  readonly now: Temporal.Instant;
  readonly again: FormAgain | null;
}

/** The page of one case. */
export function casePage(p: CasePage): string {
  const l = p.language;
  const v = p.view;
  const zone = p.house.zone;
  const moment = (at: Temporal.Instant) => time(at, momentWithUtc(at, zone, l));
  const title = `${v.title[l]}${v.reference ? ` (${v.reference})` : ''}`;
  const late = v.dueAt !== null && Temporal.Instant.compare(p.now, v.dueAt) >= 0;
  const open = v.state !== 'closed';
  const body = html`
${p.again ? faultSummary(p.again, l) : null}
<p class="small">${t.case[l]} ${v.reference ?? '–'}</p>
<h1>${v.title[l]}</h1>
<div class="${late && open ? 'due late' : 'due'}">
<p>${t.states[v.state][l]}</p>
${
  v.dueAt && open
    ? late
      ? html`<p><strong>${t.dueOver[l]} ${moment(v.dueAt)}.</strong> ${t.left[l]}</p>`
      : html`<p><strong>${t.due[l]} ${moment(v.dueAt)}.</strong></p>`
    : null
}
</div>
<h2>${t.happened[l]}</h2>
<p>${v.what[l]}</p>
${v.sensitive ? html`<p>${t.hidden[l]}</p>` : evidence(v, zone, l)}
${v.checks.length > 0 ? checks(v, zone, l) : null}
${
  v.steps.length > 0 && open
    ? html`<h2>${t.steps[l]}</h2>
<ol>${v.steps.map((s) => html`<li>${s.do[l]}${s.command ? html`<pre tabindex="0"><code>${s.command}</code></pre>` : null}</li>\n`)}</ol>`
    : null
}
${v.fixedWhen && open ? html`<h2>${t.fixedWhen[l]}</h2><p>${v.fixedWhen[l]}</p>` : null}
${v.consequence && open ? otherwise(v, l, moment) : null}
${p.answers.length > 0 ? earlier(p.answers, zone, l) : null}
${v.offers.length > 0 ? offers(p) : null}
<footer>
${v.ground ? html`<p class="small">${t.ground[l]} ${v.ground[l]}</p>` : null}
${v.phone ? html`<p class="small">${t.phone[l]} ${v.phone}</p>` : null}
<p class="small">${t.linkNote[l]} ${time(p.linkUntil, timeForPeople(p.linkUntil, zone, l))}.</p>
</footer>`;
  return pageFrame({
    language: l,
    house: p.house,
    title: p.again ? `${t.fault[l]}: ${title}` : title,
    path: p.path,
    body,
  });
}

function evidence(v: CustomerView, zone: string, l: Language): Markup {
  const about = v.resource === null ? null : html`<p>${t.at[l]} <strong>${shown(v.resource)}</strong></p>`;
  if (v.seen.length === 0) return html`${about}`;
  const table = seenTable(v.seen, zone, l);
  return html`${about}
<h2 id="seen">${t.seen[l]}</h2>
<p class="small">${t.seenNote[l]}</p>
<div class="scroll" role="region" aria-labelledby="seen" tabindex="0">
<table>
<thead><tr>${table.columns.map((c) => html`<th scope="col">${c}</th>`)}</tr></thead>
<tbody>${table.rows.map((row) => html`<tr>${row.map((cell) => html`<td>${cell}</td>`)}</tr>\n`)}</tbody>
</table>
</div>`;
}

function shown(resource: string): string {
  return /^[0-9.]+(\/\d+)?$|^[0-9a-f:.]*:[0-9a-f:.]*(\/\d+)?$/i.test(resource) ? resource : defang(resource);
}

function checks(v: CustomerView, zone: string, l: Language): Markup {
  return html`<h2>${t.checks[l]}</h2>
<ul>${v.checks.map((c) => html`<li>${time(c.at, timeForPeople(c.at, zone, l))}: ${c.text[l]}</li>\n`)}</ul>`;
}

function otherwise(v: CustomerView, l: Language, moment: (at: Temporal.Instant) => Markup): Markup {
  const clause = v.consequence?.[l] ?? '';
  const when = v.hostAt
    ? l === 'nl'
      ? html` Dat doen wij op ${moment(v.hostAt)}.`
      : html` We do that on ${moment(v.hostAt)}.`
    : null;
  const said =
    l === 'nl'
      ? html`Is het dan niet opgelost en hebben wij niets van u gehoord, dan ${clause}.`
      : html`If it is not solved by then and we have not heard from you, ${clause}.`;
  return html`<h2>${t.otherwise[l]}</h2><p>${said}${when}</p>`;
}

function earlier(answers: readonly Answer[], zone: string, l: Language): Markup {
  return html`<h2>${t.earlier[l]}</h2>
<ul>${answers.map(
    (a) =>
      html`<li>${time(a.receivedAt, timeForPeople(a.receivedAt, zone, l))}: ${answerWords(a.kind)[l]}${
        a.until ? html` (${t.until[l]} ${time(a.until, momentForLetter(a.until, zone, l))})` : null
      }</li>\n`,
  )}</ul>`;
}

const fieldId = (kind: AnswerKind, field: FormFault['field']) => `${kind}-${field}`;

function faultSummary(again: FormAgain, l: Language): Markup {
  return html`<div class="summary" role="alert" tabindex="-1" autofocus aria-labelledby="summary">
<h2 id="summary">${t.problem[l]}</h2>
<ul>${again.faults.map(
    (f) =>
      html`<li><a href="#${again.kind && f.field !== 'kind' ? fieldId(again.kind, f.field) : 'answer'}">${f.words[l]}</a></li>`,
  )}</ul>
</div>`;
}

function offers(p: CasePage): Markup {
  const l = p.language;
  return html`<h2 id="answer" tabindex="-1">${t.answer[l]}</h2>
<p>${t.answerHint[l]}</p>
${p.view.offers.map((kind) => offerForm(p, kind))}`;
}

function offerForm(p: CasePage, kind: AnswerKind): Markup {
  const l = p.language;
  const w = offerWords[kind];
  const again = p.again?.kind === kind ? p.again : null;
  const fault = (field: FormFault['field']) => again?.faults.find((f) => f.field === field);
  const field = (
    name: 'text' | 'until',
    label: Words,
    hint: Words,
    input: (describedBy: string, invalid: boolean) => Markup,
  ) => {
    const id = fieldId(kind, name);
    const wrong = fault(name);
    return html`<div${wrong ? html` class="wrong"` : null}>
<label for="${id}">${label[l]}</label>
<p class="hint" id="${id}-hint">${hint[l]}</p>
${wrong ? html`<p class="fault" id="${id}-fault">${t.fault[l]}: ${wrong.words[l]}</p>` : null}
${input(wrong ? `${id}-hint ${id}-fault` : `${id}-hint`, wrong !== undefined)}
</div>`;
  };
  const zoneName = p.house.zone;
  const tomorrow = p.now.toZonedDateTimeISO(p.house.zone).toPlainDate().add({ days: 1 });
  const two = (n: number) => String(n).padStart(2, '0');
  const example = (language: Language) =>
    language === 'nl'
      ? `${two(tomorrow.day)}-${two(tomorrow.month)}-${tomorrow.year} 17:00`
      : `${tomorrow.toString()} 17:00`;
  return html`<details name="answer"${again ? html` open` : null}>
<summary>${w.open[l]}</summary>
<form method="post" action="${p.path}?lang=${l}" novalidate>
<input type="hidden" name="kind" value="${kind}">
<input type="hidden" name="mark" value="${p.mark}">
${
  kind === 'needs_time'
    ? field(
        'until',
        { nl: 'Tot wanneer hebt u tijd nodig?', en: 'Until when do you need time?' },
        {
          nl: `Datum en tijd (${zoneName}), zoals ${example('nl')}.`,
          en: `Date and time (${zoneName}), like ${example('en')}.`,
        },
        (by, invalid) =>
          html`<input type="text" autocomplete="off" id="${fieldId(kind, 'until')}" name="until" value="${again?.until ?? ''}" aria-describedby="${by}"${invalid ? html` aria-invalid="true"` : null}>`,
      )
    : null
}
${field(
  'text',
  w.label,
  w.hint,
  (by, invalid) =>
    html`<textarea id="${fieldId(kind, 'text')}" name="text" rows="5" maxlength="${mostCharacters}" aria-describedby="${by}"${invalid ? html` aria-invalid="true"` : null}>${again?.text ?? ''}</textarea>`,
)}
<button type="submit">${w.send[l]}</button>
</form>
</details>`;
}

/** What comes after an answer: that it was received, and what happens next. */
export function thanksPage(p: {
  readonly answer: Answer;
  readonly reference: string | null;
  readonly house: PageHouse;
  readonly language: Language;
  readonly path: string;
  readonly casePath: string;
}): string {
  const l = p.language;
  const a = p.answer;
  const title = l === 'nl' ? 'Uw antwoord is ontvangen' : 'Your answer was received';
  const at = time(a.receivedAt, timeForPeople(a.receivedAt, p.house.zone, l));
  const body = html`
<div class="done">
<h1>${title}</h1>
<p>${answerWords(a.kind)[l]}${a.until ? html` (${t.until[l]} ${time(a.until, momentForLetter(a.until, p.house.zone, l))})` : null}</p>
<p>${l === 'nl' ? 'Ontvangen op' : 'Received on'} ${at}${p.reference ? html`, ${l === 'nl' ? 'bij zaak' : 'with case'} <strong>${p.reference}</strong>` : null}.</p>
</div>
<h2>${l === 'nl' ? 'Wat er nu gebeurt' : 'What happens next'}</h2>
<p>${afterWords[a.kind][l]}</p>
<p><a href="${p.casePath}?lang=${l}">${t.back[l]}</a></p>`;
  return pageFrame({ language: l, house: p.house, title, path: p.path, body });
}

/** A point of a digest: its own page has the steps and the forms. */
export interface DigestPoint {
  readonly reference: string | null;
  readonly problem: string | null;
  readonly resource: string | null;
  readonly dueAt: Temporal.Instant | null;
  /** Path of its own page; null where its words were erased. */
  readonly path: string | null;
}

/** The page of a digest: every point with its own page. */
export function digestPage(p: {
  readonly points: readonly DigestPoint[];
  readonly house: PageHouse;
  readonly language: Language;
  readonly path: string;
}): string {
  const l = p.language;
  const title = l === 'nl' ? `Overzicht: ${p.points.length} punten` : `Overview: ${p.points.length} points`;
  const body = html`
<h1>${title}</h1>
<p>${l === 'nl' ? 'Kies een punt voor de stappen en om te antwoorden.' : 'Choose a point for its steps and to answer.'}</p>
<ul>${p.points.map((point) => {
    const name = [point.reference, point.problem].filter(Boolean).join(' – ') || '–';
    return html`<li>${point.path ? html`<a href="${point.path}?lang=${l}">${name}</a>` : name}${
      point.resource ? html`<br>${point.resource}` : null
    }${point.dueAt ? html`<br>${t.due[l]} ${time(point.dueAt, momentWithUtc(point.dueAt, p.house.zone, l))}` : null}</li>\n`;
  })}</ul>`;
  return pageFrame({ language: l, house: p.house, title, path: p.path, body });
}

const closedDoors = {
  unknown: {
    title: { nl: 'Deze pagina bestaat niet', en: 'This page does not exist' },
    text: {
      nl: 'Controleer of de link uit de brief helemaal is overgenomen. Soms breekt een mailprogramma een lange link af.',
      en: 'Check that the whole link of the letter was copied. Mail programs sometimes break a long link.',
    },
  },
  ended: {
    title: { nl: 'Deze link werkt niet meer', en: 'This link no longer works' },
    text: {
      nl: 'De link is verlopen of ingetrokken. Gebruik de link uit onze laatste brief, of beantwoord die brief per e-mail.',
      en: 'The link has expired or was withdrawn. Use the link in our latest letter, or answer that letter by e-mail.',
    },
  },
  erased: {
    title: { nl: 'Deze gegevens zijn gewist', en: 'These data were erased' },
    text: {
      nl: 'De gegevens bij deze brief zijn gewist volgens onze bewaartermijnen. Er is hier niets meer te zien.',
      en: 'The data of this letter were erased under our retention rules. There is nothing left to see here.',
    },
  },
  foreign: {
    title: { nl: 'Uw antwoord is niet aangenomen', en: 'Your answer was not taken' },
    text: {
      nl: 'Het formulier kwam van een andere website. Open de link uit de brief en antwoord daar.',
      en: 'The form came from another site. Open the link in the letter and answer there.',
    },
  },
} as const;

/** A page that says why there is nothing here. Says the same to every stranger, whatever was tried. */
export function closedPage(which: keyof typeof closedDoors, language: Language, house: PageHouse | null): string {
  const words = closedDoors[which];
  return pageFrame({
    language,
    house,
    title: words.title[language],
    path: null,
    body: html`<h1>${words.title[language]}</h1><p>${words.text[language]}</p>`,
  });
}
