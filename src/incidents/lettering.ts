/** The letters of incidents: facts and texts into the fields their templates name. */
import type { House } from '#correspondence/store';
import { queueLetter } from '#correspondence/work';
import type { Tx } from '#io/db';
import type { World } from '#io/world';
import { type Actor, type Id, type Language, Refused, timeForPeople } from '#kernel';
import type { LetterFields } from '#law';
import { type FilingRule, type IncidentWords, significance } from './significant.ts';
import type { Incident, VictimGroup } from './store.ts';
import type { Victim } from './victims.ts';
import type { FileAsk } from './work.ts';

interface ToAddressee {
  readonly incident: Incident;
  readonly words: IncidentWords;
  readonly rule: FilingRule;
  readonly ask: FileAsk;
  readonly house: House;
}
interface ToVictim {
  readonly victim: Victim;
  readonly group: VictimGroup;
  readonly words: { readonly nl: string; readonly en: string };
  readonly house: House;
}

const said = {
  nl: {
    yes: 'ja',
    no: 'nee',
    unknown: 'nog onbekend',
    malicious: 'vermoedelijk kwaadwillig',
    accident: 'geen kwade opzet',
    who: 'Geachte heer, mevrouw',
  },
  en: {
    yes: 'yes',
    no: 'no',
    unknown: 'not known yet',
    malicious: 'suspectedly malicious',
    accident: 'not malicious',
    who: 'Sir or Madam',
  },
} as const;

function incidentFields({ incident: i, words: w, rule, house }: ToAddressee, language: Language): LetterFields {
  const s = said[language];
  const yesNo = (v: boolean | null) => (v === null ? s.unknown : v ? s.yes : s.no);
  const optional = (text: string) => (text.trim() ? { text: text.trim() }.text : undefined);
  const count = (n: number | null) => (n === null ? s.unknown : String(n));
  const criteria = significance
    .filter((c) => i.facts.criteria.includes(c.id))
    .map((c) => `${c.title[language]} (${c.basis})`)
    .join('; ');
  return {
    organisationName: house.name,
    recipientName: s.who,
    incidentNumber: i.number,
    filing: rule.title[language],
    incidentTitle: w.title,
    awareAt: timeForPeople(i.awareAt, house.zone, language),
    cause: i.facts.cause === 'unknown' ? s.unknown : s[i.facts.cause],
    crossBorder: [yesNo(i.facts.cross_border), i.facts.member_states.join(', ')].filter(Boolean).join(': '),
    officer: optional(w.officer),
    description: w.description,
    severity: optional(w.severity),
    consequences: optional(w.consequences),
    measures: optional(w.measures),
    advice: optional(w.advice),
    indicators: optional(w.indicators),
    rootCause: optional(w.root_cause),
    crossBorderText: optional(w.cross_border),
    criteria: optional(criteria),
    dataKinds: optional(w.data),
    subjects: count(i.facts.subjects),
    records: count(i.facts.records),
    highRisk: yesNo(i.facts.high_risk),
  };
}

/** Only the fields a template knows: what it does not ask is not said. */
async function only(template: string, fields: LetterFields): Promise<LetterFields> {
  const { loadLaw } = await import('#law/work');
  const t = (await loadLaw()).letters.get(template);
  const known = new Set([...(t?.fields ?? []), ...(t?.optional ?? [])]);
  return Object.fromEntries(Object.entries(fields).filter(([name]) => known.has(name)));
}

/**
 * Queues the letter of one filing, or to one victim.
 * @returns its id
 * @throws Refused `request.invalid` where a letter by mail has no address
 */
export async function addressedLetter(world: World, tx: Tx, of: ToAddressee | ToVictim, by: Actor): Promise<Id<'let'>> {
  if ('victim' in of) {
    const { victim: v, group, words, house } = of;
    const fields = (language: Language): Promise<LetterFields> =>
      only('ltr-victim', {
        organisationName: house.name,
        recipientName: said[language].who,
        what: words[language],
        ...(v.what ? { detail: v.what } : {}),
        ...(group.behalf === 'police' ? { behalf: language === 'nl' ? 'de politie' : 'the police' } : {}),
      });
    return queueLetter(world, tx, {
      template: 'ltr-victim',
      language: v.language ?? 'both',
      audience: 'customer',
      party: null,
      contact: { id: null, address: v.address },
      matter: group.id,
      fields: { nl: await fields('nl'), en: await fields('en') },
      by,
      link: false,
    });
  }
  const { incident: i, rule, ask } = of;
  if (!ask.address) throw new Refused('request.invalid', 'address', { address: 'missing' });
  const toAuthority = ['csirt', 'authority', 'data_authority'].includes(ask.addressee);
  return queueLetter(world, tx, {
    template: rule.letter,
    language: ask.language ?? (toAuthority ? 'nl' : 'both'),
    audience: toAuthority ? 'authority' : 'customer',
    party: null,
    contact: { id: null, address: ask.address },
    matter: i.id,
    reference: i.number,
    fields: {
      nl: await only(rule.letter, incidentFields(of, 'nl')),
      en: await only(rule.letter, incidentFields(of, 'en')),
    },
    lane: 'urgent',
    urgent: true,
    undoSeconds: 0,
    by,
    link: false,
  });
}
