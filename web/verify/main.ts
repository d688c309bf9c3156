/**
 * The stand-alone page that checks a dossier or a receipt: one HTML file, opened from disk, that asks nothing of any network.
 * The checks are those of the program itself; hashing and signatures are an audited library's.
 */
import { hashes, verify } from '@noble/ed25519';
import { sha256, sha512 } from '@noble/hashes/sha2.js';
import { checkDossier, dossierFaults } from '#dossiers';
import { checkReceipt, receiptFaults } from '#journal';
import type { Language } from '#kernel';

hashes.sha512 = sha512;

const verifies = (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean => {
  try {
    return signature.length === 64 && verify(signature, message, publicKey);
  } catch {
    return false; // not a point of the curve
  }
};

const words = {
  nl: {
    title: 'Dossier of ontvangstbewijs nakijken',
    lead: 'Deze pagina werkt zonder internet. Niets van wat u kiest, verlaat dit apparaat.',
    file: 'Bestand',
    key: 'Sleutel van het logboek, zoals de eigenaar die bekendmaakt (mag leeg blijven)',
    witness: 'Sleutel van een getuige (mag leeg blijven)',
    holds: 'Het klopt.',
    not: 'Het klopt niet.',
    own: 'Het bestand is in zichzelf heel. Vergelijk de sleutel hieronder met die welke de eigenaar bekendmaakt.',
    about: 'Waarover',
    of: 'Van',
    made: 'Gemaakt',
    entries: 'Regels van het logboek',
    files: 'Bestanden',
    left: 'Niet erin',
    act: 'Handeling',
    at: 'Moment',
    log: 'Sleutel',
    none: 'Kies eerst een bestand.',
  },
  en: {
    title: 'Check a dossier or a receipt',
    lead: 'This page works without a network. Nothing of what you choose leaves this device.',
    file: 'File',
    key: 'Key of the journal, as its owner publishes it (may stay empty)',
    witness: 'Key of a witness (may stay empty)',
    holds: 'It holds.',
    not: 'It does not hold.',
    own: 'The file is whole in itself. Compare the key below with the one its owner publishes.',
    about: 'About',
    of: 'Of',
    made: 'Made',
    entries: 'Entries of the journal',
    files: 'Files',
    left: 'Left out',
    act: 'Act',
    at: 'Moment',
    log: 'Key',
    none: 'Choose a file first.',
  },
} as const;

let language: Language = navigator.language.startsWith('nl') ? 'nl' : 'en';

const element = <K extends keyof HTMLElementTagNameMap>(name: K, text = '', id?: string): HTMLElementTagNameMap[K] => {
  const it = document.createElement(name);
  it.textContent = text;
  if (id) it.id = id;
  return it;
};

function field(id: string, label: string, type: 'file' | 'text'): HTMLElement {
  const row = element('p');
  const name = element('label', label);
  name.htmlFor = id;
  const input = element('input', '', id);
  input.type = type;
  input.addEventListener('change', () => void show());
  row.append(name, element('br'), input);
  return row;
}

const typed = (id: string): string => (document.getElementById(id) as HTMLInputElement).value.trim();

interface Shown {
  readonly faults: readonly string[];
  readonly lines: readonly (readonly [string, string])[];
}

function look(bytes: Uint8Array): Shown {
  const w = words[language];
  const [key, witness] = [typed('key'), typed('witness')];
  const asked = { ...(key ? { expected: key } : {}), ...(witness ? { witness } : {}) };
  // A receipt is JSON; everything else is looked at as a dossier.
  if (bytes[0] === 0x7b) {
    const found = checkReceipt(JSON.parse(new TextDecoder().decode(bytes)), sha256, verifies, asked);
    const s = found.says;
    return {
      faults: found.faults.map((f) => receiptFaults[f][language]),
      lines: s
        ? [
            [w.act, s.act],
            [w.at, s.at],
            [w.entries, `${s.seq} / ${s.treeSize}`],
            ...Object.entries(s.payload).map(([name, value]) => [name, String(value)] as const),
            [w.log, s.log],
          ]
        : [],
    };
  }
  const found = checkDossier(bytes, sha256, verifies, asked);
  const m = found.manifest;
  return {
    faults: found.faults.map((f) => dossierFaults[f][language]),
    lines: m
      ? [
          [w.of, m.organisation.name],
          [w.about, m.about.number ?? m.about.id],
          [w.made, m.made_at],
          [w.entries, `${m.entries.length}${found.says ? ` / ${found.says.treeSize}` : ''}`],
          [w.files, String(m.files.length)],
          ...m.left_out.map((l) => [w.left, `${l.count} ${l.what} (${l.why}: ${l.basis})`] as const),
          [w.log, m.log],
        ]
      : [],
  };
}

async function show(): Promise<void> {
  const w = words[language];
  const out = document.getElementById('out');
  const file = (document.getElementById('file') as HTMLInputElement).files?.[0];
  if (!out) return;
  if (!file) return void out.replaceChildren(element('p', w.none));
  let shown: Shown;
  try {
    shown = look(new Uint8Array(await file.arrayBuffer()));
  } catch {
    shown = { faults: [receiptFaults.shape[language]], lines: [] };
  }
  const holds = shown.faults.length === 0;
  out.dataset['file'] = file.name;
  const verdict = element('p', holds ? w.holds : w.not);
  verdict.className = holds ? 'holds' : 'not';
  const list = element('dl');
  for (const [name, value] of shown.lines) list.append(element('dt', name), element('dd', value));
  const faults = element('ul');
  for (const fault of shown.faults) faults.append(element('li', fault));
  out.replaceChildren(verdict, ...(holds && !typed('key') ? [element('p', w.own)] : []), faults, list);
}

function draw(): void {
  const w = words[language];
  document.documentElement.lang = language;
  document.title = w.title;
  const other = element('button', language === 'nl' ? 'English' : 'Nederlands');
  other.type = 'button';
  other.addEventListener('click', () => {
    language = language === 'nl' ? 'en' : 'nl';
    draw();
  });
  const out = element('div', '', 'out');
  out.setAttribute('role', 'status');
  document
    .querySelector('main')
    ?.replaceChildren(
      other,
      element('h1', w.title),
      element('p', w.lead),
      field('file', w.file, 'file'),
      field('key', w.key, 'text'),
      field('witness', w.witness, 'text'),
      out,
    );
}

draw();
