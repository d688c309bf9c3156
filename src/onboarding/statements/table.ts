/** Statements as CSV: the columns of Dutch banks and our own, told by their header. Pure. */
import { csvRows } from '#parties';
import { type PayMethod, payMethods } from '../checks/money.ts';
import { centsOf, methodOf, type ReadStatement, type StatementLine, StatementUnreadable } from './line.ts';

/** What each column means, in every name it goes by. */
const columns = {
  bookedOn: ['booked_on', 'datum', 'date', 'boekdatum', 'transactiedatum', 'booking date'],
  amount: ['amount', 'bedrag', 'bedrag (eur)', 'transactiebedrag'],
  sign: ['af bij', 'debit/credit', 'credit_debit'],
  payer: ['name', 'payer', 'naam', 'naam / omschrijving', 'naam tegenpartij', 'name / description', 'tegenpartij'],
  iban: ['iban', 'tegenrekening', 'tegenrekening iban/bban', 'counterparty', 'iban tegenpartij'],
  text: ['text', 'description', 'omschrijving', 'omschrijving-1', 'mededelingen', 'notifications'],
  more: ['omschrijving-2', 'betalingskenmerk', 'reference'],
  entry: ['entry', 'volgnr', 'transaction', 'transactiereferentie'],
  currency: ['currency', 'munt', 'valuta'],
  method: ['method'],
} as const;
type Column = keyof typeof columns;

function dateOf(text: string): string | undefined {
  const t = text.trim();
  const m = /^(\d{4})-?(\d{2})-?(\d{2})$/.exec(t) ?? undefined;
  const iso = m
    ? `${m[1]}-${m[2]}-${m[3]}`
    : /^(\d{2})[-/](\d{2})[-/](\d{4})$/.exec(t)
      ? t.replace(/^(\d{2})[-/](\d{2})[-/](\d{4})$/, '$3-$2-$1')
      : undefined;
  if (!iso) return undefined;
  try {
    return Temporal.PlainDate.from(iso).toString();
  } catch {
    return undefined;
  }
}

/** @throws StatementUnreadable */
export async function readTable(file: string): Promise<ReadStatement> {
  const at = new Map<Column, number>();
  const lines: StatementLine[] = [];
  let passedOver = 0;
  let header = true;
  try {
    for await (const { line, cells } of csvRows([file])) {
      if (header) {
        header = false;
        const names = cells.map((c) => c.trim().toLowerCase());
        for (const [column, known] of Object.entries(columns) as [Column, readonly string[]][]) {
          const i = names.findIndex((n) => known.includes(n));
          if (i >= 0) at.set(column, i);
        }
        for (const needed of ['bookedOn', 'amount', 'payer'] as const)
          if (!at.has(needed)) throw new StatementUnreadable(`no column for ${needed}: ${columns[needed].join(', ')}`);
        continue;
      }
      const cell = (c: Column) => cells[at.get(c) ?? -1]?.trim() ?? '';
      const bookedOn = dateOf(cell('bookedOn'));
      const cents = centsOf(cell('amount'));
      if (!bookedOn || cents === undefined)
        throw new StatementUnreadable(`line ${line}: ${bookedOn ? 'no amount' : 'no date'}`);
      if (cents <= 0 || /^(?:af|d|debit|dbit)$/i.test(cell('sign'))) {
        passedOver++;
        continue;
      }
      const text = [cell('text'), cell('more')].filter((t) => t !== '').join(' ');
      const payer = cell('payer') || null;
      const said = payMethods.find((m): m is PayMethod => m === cell('method').toLowerCase());
      lines.push({
        entry: [bookedOn, cell('entry') || `${payer ?? ''} ${text}`, cents].join('|'),
        bookedOn,
        amountCents: cents,
        currency: cell('currency') || 'EUR',
        payer,
        iban: cell('iban') || null,
        text,
        method: said ?? methodOf(text, payer),
      });
    }
  } catch (cause) {
    if (cause instanceof RangeError) throw new StatementUnreadable(cause.message, { cause });
    throw cause;
  }
  if (header) throw new StatementUnreadable('it is empty');
  return { format: 'csv', lines, passedOver };
}
