/** MT940 as Dutch banks write it: `/CNTP/IBAN/BIC/NAME/` and `/IBAN/…/NAME/…/REMI/…` in tag 86. Pure. */
import { centsOf, methodOf, type ReadStatement, type StatementLine, StatementUnreadable } from './line.ts';

const entryLine = /^(\d{6})(\d{4})?(R?[CD])([A-Z])?(\d{1,12},\d{0,2})([NSF][A-Z0-9]{3})([^\n]*)/;

/** Words of the slash notation; what follows one is its value until the next. */
const words = [
  'TRTP',
  'IBAN',
  'BIC',
  'NAME',
  'REMI',
  'EREF',
  'CNTP',
  'ORDP',
  'BENM',
  'CSID',
  'MARF',
  'PREF',
  'RTRN',
  'ISDT',
  'PURP',
  'ULTD',
  'ULTC',
  'ID',
  'ADDR',
  'SVCL',
  'OCMT',
  'TRCD',
];
function slashed(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const marks = [...text.matchAll(new RegExp(`/(${words.join('|')})/`, 'g'))];
  for (const [i, m] of marks.entries()) {
    const key = m[1] ?? '';
    const value = text
      .slice(m.index + m[0].length, marks[i + 1]?.index ?? text.length)
      .replace(/\/+$/, '')
      .trim();
    if (!found.has(key)) found.set(key, value);
  }
  return found;
}

function details(text: string): Pick<StatementLine, 'payer' | 'iban' | 'text'> {
  // Lines of tag 86 are cut anywhere: what was cut belongs together.
  const whole = text.replace(/\r?\n/g, '');
  const cntp = /\/CNTP\/([^/]*)\/([^/]*)\/([^/]*)\//.exec(whole);
  const said = slashed(whole);
  const remittance = (said.get('REMI') ?? '').replace(/^(?:USTD|STRD)\/[^/]*\//, '');
  const iban = cntp?.[1] || said.get('IBAN') || null;
  const payer = cntp?.[3] || said.get('NAME') || null;
  if (iban === null && payer === null) return { payer: null, iban: null, text: whole.trim() };
  const eref = said.get('EREF') ?? '';
  return { payer, iban, text: [remittance, eref === 'NOTPROVIDED' ? '' : eref].filter((t) => t !== '').join(' ') };
}

/** @throws StatementUnreadable */
export function readMt940(file: string): ReadStatement {
  const body = file.replace(/\r\n?/g, '\n');
  const tags = [...body.matchAll(/^:(\d{2}[A-Z]?):/gm)];
  if (!tags.some((t) => t[1]?.startsWith('60')) || !tags.some((t) => t[1] === '25'))
    throw new StatementUnreadable('it has no account and opening balance (:25:, :60F:)');
  const lines: StatementLine[] = [];
  let passedOver = 0;
  let account = '';
  let statement = '';
  let no = 0;
  for (const [i, tag] of tags.entries()) {
    const value = body
      .slice(tag.index + tag[0].length, tags[i + 1]?.index ?? body.length)
      .replace(/\n-\}?\s*(?:\{[\s\S]*)?$/, '')
      .trimEnd();
    if (tag[1] === '25') account = value.trim();
    if (tag[1]?.startsWith('28')) {
      statement = value.trim();
      no = 0;
    }
    if (tag[1] !== '61') continue;
    no++;
    const m = entryLine.exec(value);
    if (!m) throw new StatementUnreadable(`line ${no} of statement ${statement} cannot be read (:61:)`);
    const [, date = '', , sign = '', , amount = ''] = m;
    const cents = centsOf(amount.replace(/,$/, ',00'));
    if (cents === undefined) throw new StatementUnreadable(`line ${no} of statement ${statement} has no amount`);
    if (sign !== 'C') {
      passedOver++;
      continue;
    }
    const next = tags[i + 1];
    const info =
      next?.[1] === '86'
        ? body
            .slice(next.index + next[0].length, tags[i + 2]?.index ?? body.length)
            .replace(/\n-\}?\s*(?:\{[\s\S]*)?$/, '')
        : '';
    const said = details(info);
    const bookedOn = `20${date.slice(0, 2)}-${date.slice(2, 4)}-${date.slice(4, 6)}`;
    try {
      Temporal.PlainDate.from(bookedOn);
    } catch (cause) {
      throw new StatementUnreadable(`line ${no} of statement ${statement} has no date`, { cause });
    }
    lines.push({
      entry: [account, bookedOn, statement, no, cents].join('|'),
      bookedOn,
      amountCents: cents,
      currency: 'EUR',
      ...said,
      method: methodOf(said.text, said.payer),
    });
  }
  return { format: 'mt940', lines, passedOver };
}
