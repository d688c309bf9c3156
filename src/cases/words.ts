/** What each act on a case is called for people, in both languages. */
import { problems, type Words } from '#kernel';
import type { Law } from '#law';
import type { FirstLetterHold } from './byitself.ts';

const acts: Readonly<Record<string, Words>> = {
  open: { nl: 'Zaak geopend', en: 'Case opened' },
  findings: { nl: 'Nieuwe waarnemingen', en: 'New findings' },
  notify: { nl: 'Brief klaargezet', en: 'Letter prepared' },
  sent: { nl: 'Brief verzonden', en: 'Letter sent' },
  undone: { nl: 'Brief teruggehaald', en: 'Letter taken back' },
  stopped: { nl: 'Brief tegengehouden bij de laatste controle', en: 'Letter stopped by the last check' },
  bounced: { nl: 'Brief kwam niet aan', en: 'Letter did not arrive' },
  remind: { nl: 'Volgende trede van de ladder', en: 'Next rung of the ladder' },
  rung_skipped: { nl: 'Trede van de ladder vervalt', en: 'Rung of the ladder falls out' },
  propose: { nl: 'Voorstel om in te grijpen', en: 'Restriction proposed' },
  decline: { nl: 'Voorstel afgewezen', en: 'Proposal declined' },
  first_by_itself: { nl: 'Eerste brief gaat vanzelf', en: 'First letter goes by itself' },
  first_held: { nl: 'Eerste brief wacht op een mens', en: 'First letter waits for a person' },
  next_contact: { nl: 'Ander contact van dezelfde partij geprobeerd', en: 'Another contact of the same party tried' },
  next_link: { nl: 'Andere schakel van de keten geprobeerd', en: 'Another link of the chain tried' },
  unreachable: { nl: 'Geen werkend adres meer: zoek een andere weg', en: 'No working address left: find another way' },
  hand_over: { nl: 'Overgedragen aan het eigen desksysteem', en: 'Handed over to the own desk system' },
  take_over: { nl: 'Teruggenomen van het eigen desksysteem', en: 'Taken back from the own desk system' },
  desk_reply: { nl: 'Antwoord uit het eigen desksysteem', en: 'Answer from the own desk system' },
  desk_receipt: { nl: 'Bericht van het eigen desksysteem', en: 'Message of the own desk system' },
  answer: { nl: 'Antwoord ontvangen', en: 'Answer received' },
  take_back: { nl: 'Terug: de klant weet nog niets', en: 'Back: the customer knows nothing yet' },
  wait: { nl: 'Weer wachten op de klant', en: 'Waiting for the customer again' },
  restrict: { nl: 'Ingegrepen', en: 'Restricted' },
  lift: { nl: 'Ingreep opgeheven', en: 'Restriction lifted' },
  resolve: { nl: 'Opgelost', en: 'Resolved' },
  reject: { nl: 'Afgewezen', en: 'Rejected' },
  quiet: { nl: 'Niet meer gezien: gesloten', en: 'Not seen any more: closed' },
  reopen: { nl: 'Heropend', en: 'Reopened' },
  bundle: { nl: 'Gebundeld in een andere zaak', en: 'Bundled into another case' },
  took_in: { nl: 'Andere zaak opgenomen', en: 'Took in another case' },
  unbundle: { nl: 'Uit de bundel gehaald', en: 'Taken out of the bundle' },
  gave_back: { nl: 'Gebundelde zaak weer los', en: 'Bundled case given back' },
  split: { nl: 'Gesplitst', en: 'Split' },
  note: { nl: 'Notitie', en: 'Note' },
  claim: { nl: 'Opgepakt', en: 'Claimed' },
  release: { nl: 'Losgelaten', en: 'Released' },
  assign: { nl: 'Toegewezen', en: 'Assigned' },
  snooze: { nl: 'Uitgesteld', en: 'Snoozed' },
  band: { nl: 'Prioriteit gewijzigd', en: 'Priority changed' },
  probe: { nl: 'Gecontroleerd', en: 'Probed' },
  choose_holder: { nl: 'Houder gekozen', en: 'Holder chosen' },
  attribution: { nl: 'Toewijzing gecorrigeerd', en: 'Attribution corrected' },
  breach: { nl: 'Termijn verstreken', en: 'Deadline passed' },
  warn: { nl: 'Termijn loopt af', en: 'Deadline draws near' },
};

const firstHeld: Readonly<Record<FirstLetterHold, Words>> = {
  not_new: { nl: 'de zaak is niet nieuw', en: 'the case is not new' },
  written: { nl: 'er is al geschreven', en: 'it was written about already' },
  claimed: { nl: 'iemand heeft de zaak opgepakt', en: 'somebody has the case in hand' },
  kind: { nl: 'dit soort wordt nooit vanzelf verteld', en: 'this kind is never told by itself' },
  law: { nl: 'er loopt een wettelijke termijn', en: 'a term of law runs on it' },
  course: { nl: 'deze aanpak vraagt een mens', en: 'this course of action asks for a person' },
  ambiguous: { nl: 'er is meer dan één mogelijke houder', en: 'there is more than one possible holder' },
  not_attributed: { nl: 'de houder is niet bekend', en: 'the holder is not known' },
  not_certain: { nl: 'de houder is niet zeker genoeg', en: 'the holder is not certain enough' },
};

const states: Readonly<Record<string, Words>> = {
  new: { nl: 'Nieuw', en: 'New' },
  waiting: { nl: 'Wacht op klant', en: 'Waiting for customer' },
  answered: { nl: 'Wacht op ons', en: 'Waiting for us' },
  restricted: { nl: 'Ingegrepen', en: 'Restricted' },
  resolved: { nl: 'Opgelost', en: 'Resolved' },
  rejected: { nl: 'Afgewezen', en: 'Rejected' },
  bundled: { nl: 'Gebundeld', en: 'Bundled' },
};

/** The name of a state for people. */
export const stateWords = (state: string): Words => states[state] ?? { nl: state, en: state };

/** An act in words, with what its detail adds. */
export function actWords(law: Law, act: string, detail: Readonly<Record<string, unknown>>): Words {
  const base = acts[act] ?? { nl: act, en: act };
  const add = (nl: string, en: string): Words => ({ nl: `${base.nl}: ${nl}`, en: `${base.en}: ${en}` });
  const said = (name: string) =>
    typeof detail[name] === 'string' || typeof detail[name] === 'number' ? String(detail[name]) : '';
  if (act === 'breach' || act === 'warn') {
    const clock = law.clocks.get(said('clock'));
    if (clock) return add(clock.title.nl, clock.title.en);
  }
  if (act === 'remind' || act === 'rung_skipped') {
    for (const ladder of law.ladders.values()) {
      const rung = ladder.rungs.find((r) => r.id === detail['rung']);
      if (rung) return add(rung.title.nl.toLowerCase(), rung.title.en.toLowerCase());
    }
  }
  if (act === 'first_by_itself' && detail['directive'])
    return add(`verzendregel ${said('directive')}`, `directive ${said('directive')}`);
  if (act === 'first_held' && detail['why']) {
    const h = firstHeld[said('why') as FirstLetterHold] ?? (problems as Readonly<Record<string, Words>>)[said('why')];
    if (h) return add(h.nl, h.en);
  }
  if (act === 'band' && detail['to'] !== undefined)
    return add(`P${said('from')} → P${said('to')}`, `P${said('from')} → P${said('to')}`);
  if (act === 'findings' && detail['count']) return add(said('count'), said('count'));
  if (act === 'snooze' && detail['until']) return add(said('until'), said('until'));
  if (act === 'probe' && detail['outcome']) {
    const outcomes: Readonly<Record<string, Words>> = {
      still_there: { nl: 'nog aanwezig', en: 'still there' },
      gone: { nl: 'weg', en: 'gone' },
      unclear: { nl: 'onduidelijk', en: 'unclear' },
      not_allowed: { nl: 'niet toegestaan', en: 'not allowed' },
    };
    const o = outcomes[said('outcome')];
    if (o) return add(o.nl, o.en);
  }
  if (act === 'answer' && detail['kind']) {
    const kinds: Readonly<Record<string, Words>> = {
      fixed: { nl: 'opgelost volgens de klant', en: 'fixed, the customer says' },
      needs_time: { nl: 'de klant vraagt tijd', en: 'the customer asks for time' },
      wrong: { nl: 'dit klopt niet, zegt de klant', en: 'the customer says this is wrong' },
      question: { nl: 'vraag van de klant', en: 'question from the customer' },
      names_customer: { nl: 'de reseller noemt de eindklant', en: 'the reseller names the end customer' },
    };
    const k = kinds[said('kind')];
    if (k) return add(k.nl, k.en);
  }
  return base;
}
