/** Rows of parties: read, compared with who is known, written. */

import type { Tx } from '#io/db';
import { newId } from '#io/dice';
import type { World } from '#io/world';
import { type Id, type Language, languages } from '#kernel';
import type { LedgerFile } from '../ledgerfile.ts';
import { contactPurposes, type PartyKind, partyKinds, readContact } from '../party.ts';
import {
  contactsOf,
  endContacts,
  insertContacts,
  insertParties,
  keepBefore,
  type NewContactRow,
  type NewPartyRow,
  partiesByReferences,
  type StoredParty,
  slices,
  updateParties,
} from '../store.ts';
import { type Importing, oneOf, type Print, type Tally, type Write } from './ledgerfiles.ts';

/** Reads rows of parties and contacts; what it returns writes the difference. */
export async function readParties(
  world: World,
  tx: Tx,
  file: LedgerFile,
  tally: Tally,
  print: Print,
  importId: Id<'imp'>,
  importing: Importing,
): Promise<Write> {
  interface Stated {
    readonly line: number;
    readonly reference: string;
    readonly kind: PartyKind | undefined;
    readonly name: string | undefined;
    readonly country: string | undefined;
    readonly language: Language | undefined;
    readonly notes: string | undefined;
    readonly contacts: ReadonlyMap<string, readonly { channel: NewContactRow['channel']; address: string }[]>;
  }
  const lines = new Map<string, number>();
  const added: NewPartyRow[] = [];
  const updated: (Omit<StoredParty, 'createdAt' | 'reference' | 'erased'> & { before: object })[] = [];
  const newContacts: NewContactRow[] = [];
  const ended: Id<'cnt'>[] = [];
  const columns = ['reference', 'kind', 'name', 'country', 'language', 'notes', ...contactPurposes];

  const settle = async (some: readonly Stated[]) => {
    const before = await partiesByReferences(
      tx,
      some.map((s) => s.reference),
    );
    const contacts = Map.groupBy(
      await contactsOf(
        tx,
        [...before.values()].map((p) => p.id),
      ),
      (c) => c.party,
    );
    for (const s of some) {
      const p = before.get(s.reference);
      const id = p?.id ?? newId(world, 'party');
      if (p?.erased) {
        tally.refuse(s.line, s.reference, 'Deze partij is gewist.', 'This party was erased.');
        continue;
      }
      const now = {
        id,
        kind: s.kind ?? p?.kind ?? 'unknown',
        name: s.name ?? p?.name ?? null,
        country: s.country ?? p?.country ?? null,
        language: s.language ?? p?.language ?? null,
        state: p?.state ?? ('active' as const),
        notes: s.notes ?? p?.notes ?? null,
      };
      const said: string[] = [];
      for (const [purpose, stated] of s.contacts) {
        const running = (contacts.get(id) ?? []).filter((c) => c.purpose === purpose);
        for (const c of running)
          if (!stated.some((x) => x.address === c.address)) {
            ended.push(c.id);
            said.push(`${purpose} -${c.address}`);
          }
        for (const x of stated)
          if (!running.some((c) => c.address === x.address)) {
            newContacts.push({
              id: newId(world, 'cnt'),
              party: id,
              purpose: purpose as NewContactRow['purpose'],
              ...x,
              language: null,
              importId,
            });
            said.push(`${purpose} +${x.address}`);
          }
      }
      const text = (o: { kind: string; name: string | null; country: string | null; language: string | null }) =>
        [o.kind, o.name, o.country, o.language].filter((x) => x !== null).join(', ');
      if (!p) {
        added.push({ ...now, reference: s.reference, importId });
        tally.change({ line: s.line, how: 'new', row: s.reference, before: null, after: text(now) });
        continue;
      }
      const same =
        p.kind === now.kind &&
        p.name === now.name &&
        p.country === now.country &&
        p.language === now.language &&
        p.notes === now.notes;
      if (same && said.length === 0) {
        tally.counts.unchanged++;
        continue;
      }
      const { kind, name, country, language, state, notes } = p;
      updated.push({ ...now, before: { id, kind, name, country, language, state, notes } });
      tally.change({
        line: s.line,
        how: 'changed',
        row: s.reference,
        before: text(p),
        after: [text(now), ...said].join('; '),
      });
    }
  };

  let waiting: Stated[] = [];
  for await (const row of file.rows) {
    tally.counts.rows++;
    print.add(columns.map((c) => row.cell(c)));
    const reference = row.cell('reference') ?? '';
    const bad = (nl: string, en: string) => tally.refuse(row.line, reference, nl, en);
    if (reference === '' || reference.length > 80) {
      bad(
        'Het klantnummer (reference) ontbreekt of is te lang.',
        'The customer number (reference) is missing or too long.',
      );
      continue;
    }
    const first = lines.get(reference);
    if (first !== undefined) {
      bad(`Dit klantnummer staat ook op regel ${first}.`, `This customer number is also on line ${first}.`);
      continue;
    }
    lines.set(reference, row.line);
    const stated = (column: string) => row.cell(column) || undefined;
    const kind = stated('kind');
    const country = stated('country')?.toLowerCase();
    const language = stated('language')?.toLowerCase();
    let right = true;
    const wrong = (column: string, value: string, nl: string, en: string) => {
      right = false;
      bad(`${column}: "${value}" ${nl}`, `${column}: "${value}" ${en}`);
    };
    if (kind && !oneOf(partyKinds, kind))
      wrong('kind', kind, `is geen van ${partyKinds.join(', ')}.`, `is none of ${partyKinds.join(', ')}.`);
    if (country && !/^[a-z]{2}$/.test(country))
      wrong('country', country, 'is geen landcode van twee letters.', 'is not a country code of two letters.');
    if (language && !(languages as readonly string[]).includes(language))
      wrong('language', language, 'is geen nl of en.', 'is not nl or en.');
    const contacts = new Map<string, { channel: NewContactRow['channel']; address: string }[]>();
    for (const purpose of contactPurposes) {
      const cell = stated(purpose);
      if (!cell) continue;
      const all = [];
      for (const part of cell.split('|')) {
        const read = readContact(part);
        if (read) all.push(read);
        else
          wrong(
            purpose,
            part.trim(),
            'is geen mailadres, pagina of telefoonnummer (+31…).',
            'is not a mail address, page or phone number (+31…).',
          );
      }
      contacts.set(purpose, all);
    }
    if (!right) continue;
    waiting.push({
      line: row.line,
      reference,
      kind: kind ? oneOf(partyKinds, kind) : undefined,
      name: stated('name'),
      country,
      language: language as Language | undefined,
      notes: stated('notes'),
      contacts,
    });
    if (waiting.length >= 5000) {
      await settle(waiting);
      waiting = [];
      importing.onProgress?.(tally.counts.rows);
    }
  }
  await settle(waiting);
  return async (at) => {
    for (const some of slices(added, 5000)) await insertParties(tx, some, at);
    for (const some of slices(updated, 5000)) await updateParties(tx, some);
    for (const some of slices(ended, 5000)) await endContacts(tx, some, at, importId);
    for (const some of slices(newContacts, 5000)) await insertContacts(tx, some, at);
    for (const some of slices(
      [
        ...added.map((p) => ({ party: p.id, before: null })),
        ...updated.map((p) => ({ party: p.id, before: p.before })),
      ],
      5000,
    ))
      await keepBefore(tx, importId, some);
  };
}
