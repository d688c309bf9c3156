/** CAMT.053 (ISO 20022), versions .02 and .08: booked credits, one line for each transaction of a batch. Streams; knows no entities. */
import { SaxesParser } from 'saxes';
import { centsOf, methodOf, type ReadStatement, type StatementLine, StatementUnreadable } from './line.ts';

interface Node {
  readonly name: string;
  readonly children: Node[];
  text: string;
  readonly currency: string | undefined;
}

const mostDepth = 40;

/** The entries of a document as small trees; all else is passed over. */
function entriesOf(xml: string): { readonly entries: readonly Node[]; readonly account: string } {
  const parser = new SaxesParser({ xmlns: false });
  const entries: Node[] = [];
  const path: Node[] = [];
  let root: string | undefined;
  let statements = 0;
  let account = '';
  let open: Node[] = [];
  const unreadable = (why: string): never => {
    throw new StatementUnreadable(why);
  };
  parser.on('doctype', () => unreadable('it has a document type: entities are not read'));
  parser.on('error', (cause) => {
    throw new StatementUnreadable(cause.message, { cause });
  });
  parser.on('opentag', (tag) => {
    const name = tag.name.replace(/^.*:/, '');
    root ??= name;
    if (root !== 'Document') unreadable('it is no ISO 20022 document');
    if (path.length > mostDepth) unreadable('it is nested too deeply');
    const currency = tag.attributes['Ccy'];
    const node: Node = { name, children: [], text: '', currency: typeof currency === 'string' ? currency : undefined };
    path.push(node);
    if (name === 'Stmt') statements++;
    if (open.length > 0) {
      open.at(-1)?.children.push(node);
      open.push(node);
    } else if (name === 'Ntry') {
      entries.push(node);
      open = [node];
    }
  });
  parser.on('text', (text) => {
    const here = path.at(-1);
    if (here) here.text += text;
  });
  parser.on('closetag', () => {
    const node = path.pop();
    if (open.length > 0) open.pop();
    if (open.length === 0 && node?.name === 'IBAN' && path.at(-2)?.name === 'Acct' && path.at(-3)?.name === 'Stmt')
      account = node.text.trim();
  });
  parser.write(xml).close();
  if (statements === 0) unreadable('it holds no statement (BkToCstmrStmt/Stmt)');
  return { entries, account };
}

const child = (node: Node | undefined, ...names: readonly string[]): Node | undefined =>
  names.reduce<Node | undefined>((at, name) => at?.children.find((c) => c.name === name), node);
const textOf = (node: Node | undefined): string | null => node?.text.trim() || null;
const all = (node: Node | undefined, name: string): readonly Node[] =>
  (node?.children ?? []).flatMap((c) => (c.name === name ? [c] : all(c, name)));

/** .02 names the party itself, .08 inside `Pty`. */
const nameOf = (party: Node | undefined) => textOf(child(party, 'Pty', 'Nm')) ?? textOf(child(party, 'Nm'));

/** @throws StatementUnreadable */
export function readCamt(xml: string): ReadStatement {
  const { entries, account } = entriesOf(xml);
  const lines: StatementLine[] = [];
  let passedOver = 0;
  for (const [i, entry] of entries.entries()) {
    const status = textOf(child(entry, 'Sts', 'Cd')) ?? textOf(child(entry, 'Sts'));
    const credit = textOf(child(entry, 'CdtDbtInd')) === 'CRDT';
    if (!credit || (status !== null && status !== 'BOOK') || textOf(child(entry, 'RvslInd')) === 'true') {
      passedOver++;
      continue;
    }
    const booked = textOf(child(entry, 'BookgDt', 'Dt')) ?? textOf(child(entry, 'BookgDt', 'DtTm'))?.slice(0, 10);
    if (!booked || !/^\d{4}-\d\d-\d\d$/.test(booked))
      throw new StatementUnreadable(`entry ${i + 1} has no booking date`);
    const details = all(entry, 'TxDtls');
    const parts: readonly (Node | undefined)[] = details.length > 0 ? details : [undefined];
    for (const [k, tx] of parts.entries()) {
      const amount =
        child(tx, 'Amt') ??
        child(tx, 'AmtDtls', 'TxAmt', 'Amt') ??
        (parts.length === 1 ? child(entry, 'Amt') : undefined);
      const cents = amount ? centsOf(amount.text) : undefined;
      if (cents === undefined || cents <= 0) {
        // A batch of which the bank tells no amounts: nobody's payment can be told from another's.
        if (parts.length > 1) {
          passedOver++;
          continue;
        }
        throw new StatementUnreadable(`entry ${i + 1} has no amount`);
      }
      const parties = child(tx, 'RltdPties');
      const payer = nameOf(child(parties, 'Dbtr'));
      const behind = nameOf(child(parties, 'UltmtDbtr'));
      const remittance = child(tx, 'RmtInf');
      const text = [
        ...all(remittance, 'Ustrd').map((u) => u.text.trim()),
        ...all(remittance, 'Ref').map((r) => r.text.trim()),
        textOf(child(tx, 'Refs', 'EndToEndId')) ?? '',
        textOf(child(tx, 'AddtlTxInf')) ?? textOf(child(entry, 'AddtlNtryInf')) ?? '',
      ]
        .filter((t) => t !== '' && t !== 'NOTPROVIDED')
        .join(' ');
      const reference =
        textOf(child(tx, 'Refs', 'AcctSvcrRef')) ??
        textOf(child(entry, 'AcctSvcrRef')) ??
        textOf(child(entry, 'NtryRef'));
      lines.push({
        entry: [account, booked, reference ?? `no. ${i + 1}`, k, cents].join('|'),
        bookedOn: booked,
        amountCents: cents,
        currency: amount?.currency ?? 'EUR',
        // Somebody pays for somebody else: the one behind it is who pays, where a provider collects for many.
        payer: behind ?? payer,
        iban: textOf(child(parties, 'DbtrAcct', 'Id', 'IBAN')),
        text,
        method: methodOf(text, payer),
      });
    }
  }
  return { format: 'camt.053', lines, passedOver };
}
