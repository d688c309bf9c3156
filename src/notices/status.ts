/** The status page of a notice, and the page of the points of contact: HTML without script. */
import { html, type Markup, type PageHouse } from '#correspondence';
import { type Language, timeForPeople, type Words } from '#kernel';
import type { ContactPoints } from './contact.ts';
import type { NoticePath, NoticeState } from './notice.ts';
import { framed } from './page.ts';
import { groundWords, itemWords, placeWords, redressWords } from './words.ts';

export interface StatusView {
  readonly number: string;
  readonly path: NoticePath;
  readonly state: NoticeState;
  readonly step: 1 | 2 | 3 | 4;
  readonly receivedAt: Temporal.Instant;
  readonly assessedAt: Temporal.Instant | null;
  readonly dueAt: Temporal.Instant | null;
  readonly decidedAt: Temporal.Instant | null;
  readonly reachable: boolean;
  readonly csam: boolean;
  readonly items: readonly {
    readonly masked: string;
    readonly place: 'ours' | 'elsewhere' | 'unclear';
    readonly elsewhere: string | null;
    readonly state: 'open' | 'acted' | 'not_acted' | 'elsewhere' | 'withdrawn';
    readonly ground: 'law' | 'terms' | null;
    readonly settledAt: Temporal.Instant | null;
  }[];
  readonly canAdd: boolean;
  readonly canWithdraw: boolean;
  readonly busy: boolean;
  /** Only counts are shown until the mailed code was given. */
  readonly closed: boolean;
}

export interface StatusPage {
  readonly view: StatusView;
  readonly house: PageHouse;
  readonly language: Language;
  readonly path: string;
  /** Proof that the code was given; empty where none is asked. */
  readonly pass: string;
  readonly fresh: boolean;
  readonly fault: Words | null;
  readonly said: Words | null;
  readonly contact: string;
}

const steps: readonly Words[] = [
  { nl: 'Ontvangen', en: 'Received' },
  { nl: 'Beoordeling', en: 'Assessment' },
  { nl: 'Besluit', en: 'Decision' },
  { nl: 'Klaar', en: 'Done' },
];

/** How far a notice is, per address, with what the notifier can still do. */
export function statusPage(p: StatusPage): string {
  const l = p.language;
  const nl = l === 'nl';
  const v = p.view;
  const zone = p.house.zone;
  const at = (m: Temporal.Instant) => html`<time datetime="${m.toString()}">${timeForPeople(m, zone, l)}</time>`;
  const query = `?lang=${l}${p.pass ? `&pass=${encodeURIComponent(p.pass)}` : ''}`;
  const title = `${nl ? 'Uw melding' : 'Your notice'} ${v.number}`;
  const count = (state: StatusView['items'][number]['state']) => v.items.filter((i) => i.state === state).length;
  const counts = (['acted', 'not_acted', 'open', 'elsewhere', 'withdrawn'] as const)
    .filter((s) => count(s) > 0)
    .map((s) => `${count(s)} ${itemWords[s][l]}`)
    .join(' · ');
  const form = (act: string, body: Markup, button: Words, plain = false) =>
    html`<form method="post" action="${p.path}" accept-charset="utf-8"><input type="hidden" name="act" value="${act}"><input type="hidden" name="lang" value="${l}"><input type="hidden" name="pass" value="${p.pass}">${body}<button${plain ? html` class="back"` : null}>${button[l]}</button></form>`;
  return framed({
    language: l,
    house: p.house,
    title: p.fault ? `${nl ? 'Fout' : 'Error'}: ${title}` : title,
    switchTo: `${p.path}?lang=${nl ? 'en' : 'nl'}${p.pass ? `&pass=${encodeURIComponent(p.pass)}` : ''}`,
    leave: v.csam,
    body: html`
${
  p.fault
    ? html`<div class="summary" role="alert" tabindex="-1" autofocus aria-labelledby="summary"><h2 id="summary">${nl ? 'Er is een probleem' : 'There is a problem'}</h2><ul><li><a href="#${v.closed ? 'code' : 'text'}">${p.fault[l]}</a></li></ul></div>`
    : null
}
${p.said ? html`<p class="due" role="status">${p.said[l]}</p>` : null}
${
  p.fresh
    ? html`<div class="done"><h1>${nl ? 'Uw melding is ontvangen' : 'Your notice was received'}</h1><p>${nl ? 'Uw nummer' : 'Your number'}: <strong>${v.number}</strong></p>
<p>${nl ? 'Bewaar het adres van deze pagina: hier ziet u hoe het ervoor staat.' : 'Keep the address of this page: here you see how it stands.'}</p></div>`
    : html`<h1>${title}</h1>`
}
<p>${nl ? 'Ontvangen' : 'Received'} ${at(v.receivedAt)}</p>
<ol class="steps">${steps.map((s, i) => html`<li${i + 1 === v.step ? html` aria-current="step"` : null}>${i + 1}. ${s[l]}${i + 1 < v.step || v.step === 4 ? ' ✓' : ''}</li>`)}</ol>
${next(p, at)}
<h2>${nl ? 'Per adres' : 'Per address'}</h2>
<p>${v.items.length} ${nl ? (v.items.length === 1 ? 'adres' : 'adressen') : v.items.length === 1 ? 'address' : 'addresses'}: ${counts}</p>
${v.closed ? null : itemList(p, at)}
${v.closed ? codeForms(p, form) : null}
${
  v.canAdd && !v.closed
    ? html`<h2>${nl ? 'Iets toevoegen' : 'Add something'}</h2>
${form(
  'add',
  html`<label for="text">${nl ? 'Wat wilt u toevoegen?' : 'What do you want to add?'}</label><p class="hint" id="text-hint">${v.csam ? (nl ? 'Beschrijf geen beelden.' : 'Do not describe images.') : nl ? 'Meer uitleg, of een antwoord op onze vraag.' : 'More explanation, or an answer to our question.'}</p>
${p.fault ? html`<p class="fault" id="text-fault">${nl ? 'Fout' : 'Error'}: ${p.fault[l]}</p>` : null}<textarea id="text" name="text" rows="4" aria-describedby="text-hint${p.fault ? ' text-fault' : ''}"></textarea>
<label for="locations">${nl ? 'Nog meer adressen, elk op een regel' : 'More addresses, each on a line'}</label><textarea id="locations" name="locations" rows="2" spellcheck="false"></textarea>`,
  { nl: 'Voeg toe', en: 'Add' },
)}`
    : null
}
${
  v.closed
    ? null
    : html`<h2>${nl ? 'Bewijs' : 'Proof'}</h2>
<ul><li><a href="${p.path}/receipt.json${query}" download>${nl ? 'Ontvangstbewijs (JSON)' : 'Receipt (JSON)'}</a></li>
${v.csam ? null : html`<li><a href="${p.path}/notice.json${query}" download>${nl ? 'Wat u meldde (JSON)' : 'What you reported (JSON)'}</a></li>`}
${v.decidedAt && v.state !== 'elsewhere' ? html`<li><a href="${p.path}/final.json${query}" download>${nl ? 'Eindbewijs: wat wij besloten en wanneer' : 'Final receipt: what we decided and when'}</a></li>` : null}</ul>
<p class="small">${nl ? 'Met de printfunctie van uw browser maakt u van deze pagina een PDF. Een ontvangstbewijs controleert u zonder ons: ' : "Your browser's print function makes a PDF of this page. A receipt is checked without us: "}<code>bezem receipt verify</code>.</p>`
}
${
  v.canWithdraw && !v.closed
    ? html`<details><summary>${nl ? 'Melding intrekken' : 'Withdraw the notice'}</summary>${form('withdraw', html`<p>${nl ? 'Wij stoppen dan met uw melding. Wat wij nu weten, blijft bekend.' : 'We then stop with your notice. What we know now stays known.'}</p>`, { nl: 'Trek in', en: 'Withdraw' })}</details>`
    : null
}
<p class="small"><a href="${p.contact}">${nl ? 'Contact' : 'Contact'}</a></p>`,
  });
}

function next(p: StatusPage, at: (m: Temporal.Instant) => Markup): Markup {
  const l = p.language;
  const nl = l === 'nl';
  const v = p.view;
  const told = v.reachable
    ? nl
      ? 'U krijgt ons besluit per e-mail, met de reden en hoe u bezwaar maakt.'
      : 'You get our decision by e-mail, with the reason and how to object.'
    : nl
      ? 'Ons besluit staat straks op deze pagina.'
      : 'Our decision will be on this page.';
  if (v.state === 'withdrawn')
    return html`<p>${nl ? 'U hebt deze melding ingetrokken.' : 'You withdrew this notice.'}</p>`;
  if (v.state === 'elsewhere')
    return html`<p>${nl ? 'Deze adressen staan niet op ons netwerk. Hieronder staat waar u kunt melden, als wij dat weten.' : 'These addresses are not on our network. Below is where you can report, as far as we know.'}</p>`;
  if (v.decidedAt)
    return html`<p>${nl ? 'Besloten op' : 'Decided at'} ${at(v.decidedAt)}.</p><p>${redressWords[l]}</p>`;
  return html`<h2>${nl ? 'Wat gebeurt er nu?' : 'What happens now?'}</h2>
<p>${v.dueAt ? html`${nl ? 'Wij besluiten vóór' : 'We decide before'} ${at(v.dueAt)}. ` : null}${told}</p>
${v.busy ? html`<p>${nl ? 'Het is nu erg druk. Uw melding is bewaard en wordt gelezen.' : 'It is very busy now. Your notice is kept and will be read.'}</p>` : null}
${v.state === 'incomplete' ? html`<p class="due">${nl ? 'Wij hebben u iets gevraagd. Vul uw melding hieronder aan.' : 'We asked you something. Add to your notice below.'}</p>` : null}`;
}

function itemList(p: StatusPage, at: (m: Temporal.Instant) => Markup): Markup {
  const l = p.language;
  return html`<ul>${p.view.items.map(
    (i) =>
      html`<li><strong>${i.masked}</strong> – ${i.state === 'open' ? placeWords[i.place][l] : itemWords[i.state][l]}${i.elsewhere ? html` (${i.elsewhere})` : null}${i.settledAt && i.state !== 'withdrawn' ? html`, ${at(i.settledAt)}` : null}${i.state === 'acted' && i.ground ? html`. ${groundWords[i.ground][l]}` : null}</li>`,
  )}</ul>`;
}

function codeForms(p: StatusPage, form: (act: string, body: Markup, button: Words, plain?: boolean) => Markup): Markup {
  const nl = p.language === 'nl';
  return html`<h2>${nl ? 'Uw hele melding bekijken' : 'See your whole notice'}</h2>
<p>${nl ? 'U vroeg ons deze melding te beschermen. Vraag een code aan; wij mailen die naar het adres dat u opgaf.' : 'You asked us to protect this notice. Ask for a code; we mail it to the address you gave.'}</p>
${form('code', html``, { nl: 'Mail mij een code', en: 'Mail me a code' })}
${form(
  'open',
  html`<label for="code">${nl ? 'Code uit de e-mail' : 'Code from the e-mail'}</label>${p.fault ? html`<p class="fault" id="code-fault">${nl ? 'Fout' : 'Error'}: ${p.fault[p.language]}</p>` : null}<input id="code" name="code" type="text" inputmode="numeric" autocomplete="one-time-code">`,
  { nl: 'Open', en: 'Open' },
)}`;
}

/** The points of contact (DSA art. 11 to 13), as they stand. */
export function contactPage(
  points: ContactPoints | null,
  house: PageHouse,
  language: Language,
  path: string,
  notice: string,
  at: Temporal.Instant | null,
): string {
  const nl = language === 'nl';
  const names = new Intl.DisplayNames([language], { type: 'language' });
  const list = (codes: readonly string[]) => codes.map((c) => names.of(c) ?? c).join(', ');
  const row = (label: string, value: string | null) =>
    value ? html`<div><dt>${label}</dt><dd>${value}</dd></div>` : null;
  const a = points?.authorities;
  const r = points?.recipients;
  const rep = points?.representative;
  return framed({
    language,
    house,
    title: nl ? 'Contactpunten' : 'Points of contact',
    switchTo: `${path}?lang=${nl ? 'en' : 'nl'}`,
    body: html`<h1>${nl ? 'Contactpunten' : 'Points of contact'}</h1>
<p><a href="${notice}">${nl ? 'Meld illegale inhoud' : 'Report illegal content'}</a></p>
${points ? null : html`<p>${nl ? 'De contactpunten zijn nog niet ingevuld.' : 'The points of contact have not been filled in yet.'}</p>`}
${
  a
    ? html`<h2>${nl ? 'Voor autoriteiten, de Commissie en de Digitaledienstenraad (artikel 11)' : 'For authorities, the Commission and the Board (article 11)'}</h2><dl class="answers">
${row(nl ? 'Naam' : 'Name', a.name)}${row('E-mail', a.email)}${row(nl ? 'Telefoon' : 'Phone', a.phone)}${row('Web', a.url)}${row(nl ? 'Talen' : 'Languages', list(a.languages))}</dl>`
    : null
}
${
  r
    ? html`<h2>${nl ? 'Voor afnemers van onze diensten (artikel 12)' : 'For recipients of our services (article 12)'}</h2><dl class="answers">
${row(nl ? 'Naam' : 'Name', r.name)}${row('E-mail', r.email)}${row(nl ? 'Telefoon' : 'Phone', r.phone)}${row('Web', r.url)}${row(nl ? 'Talen' : 'Languages', list(r.languages))}
${row(nl ? 'Wie antwoordt' : 'Who answers', r.human ? (nl ? 'een mens' : 'a person') : nl ? 'een automaat' : 'a machine')}</dl>`
    : null
}
${
  rep
    ? html`<h2>${nl ? 'Wettelijke vertegenwoordiger in de Unie (artikel 13)' : 'Legal representative in the Union (article 13)'}</h2><dl class="answers">
${row(nl ? 'Naam' : 'Name', rep.name)}${row(nl ? 'Adres' : 'Address', rep.address)}${row('E-mail', rep.email)}${row(nl ? 'Telefoon' : 'Phone', rep.phone)}${row(nl ? 'Lidstaat' : 'Member State', rep.member_state)}</dl>`
    : null
}
<p class="small">${at ? html`${nl ? 'Bijgewerkt' : 'Updated'} <time datetime="${at.toString()}">${timeForPeople(at, house.zone, language)}</time>. ` : null}<a href="${path}.json">JSON</a></p>`,
  });
}
