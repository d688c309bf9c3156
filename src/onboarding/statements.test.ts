/** Bank statements as banks and providers write them, and as they are when they are broken. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readStatement } from './statements/index.ts';
import { centsOf, paymentReference, referencesIn, StatementUnreadable } from './statements/line.ts';
import { readProvider } from './statements/provider.ts';

const read = (text: string) => readStatement(Buffer.from(text));
const reference = paymentReference(new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8]));

const camt = (
  version: '02' | '08',
  more: { readonly credit?: string; readonly status?: string; readonly tx?: string } = {},
) => {
  const party = (name: string) => (version === '08' ? `<Pty><Nm>${name}</Nm></Pty>` : `<Nm>${name}</Nm>`);
  const status = more.status ?? 'BOOK';
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.${version}"><BkToCstmrStmt><Stmt><Id>S1</Id>
<Acct><Id><IBAN>NL02ABNA0123456789</IBAN></Id></Acct>
<Ntry><Amt Ccy="EUR">12.10</Amt><CdtDbtInd>${more.credit ?? 'CRDT'}</CdtDbtInd>
<Sts>${version === '08' ? `<Cd>${status}</Cd>` : status}</Sts><BookgDt><Dt>2026-11-22</Dt></BookgDt><AcctSvcrRef>E-1</AcctSvcrRef>
<NtryDtls>${
    more.tx ??
    `<TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs>
<RltdPties><Dbtr>${party('J. de Vries &amp; Zn')}</Dbtr><DbtrAcct><Id><IBAN>NL91ABNA0417164300</IBAN></Id></DbtrAcct></RltdPties>
<RmtInf><Ustrd>Kenmerk ${reference.slice(0, 8)} ${reference.slice(8)}</Ustrd></RmtInf></TxDtls>`
  }</NtryDtls></Ntry>
</Stmt></BkToCstmrStmt></Document>`;
};

for (const version of ['02', '08'] as const)
  test(`CAMT.053.001.${version}: payer, account, amount and the reference of a booked credit`, async () => {
    const { format, lines } = await read(camt(version));

    assert.equal(format, 'camt.053');
    assert.deepEqual(
      lines.map((l) => [l.payer, l.iban, l.amountCents, l.currency, l.bookedOn, referencesIn(l.text)]),
      [['J. de Vries & Zn', 'NL91ABNA0417164300', 1210, 'EUR', '2026-11-22', [reference]]],
    );
  });

test('CAMT: debits and what is only expected are passed over; a batch is a line for each payer', async () => {
  const tx = (name: string, amount: string) =>
    `<TxDtls><Amt Ccy="EUR">${amount}</Amt><RltdPties><Dbtr><Pty><Nm>${name}</Nm></Pty></Dbtr><UltmtDbtr/></RltdPties><RmtInf><Strd><CdtrRefInf><Ref>${reference}</Ref></CdtrRefInf></Strd></RmtInf></TxDtls>`;

  assert.deepEqual((await read(camt('02', { credit: 'DBIT' }))).lines, []);
  assert.equal((await read(camt('08', { status: 'PDNG' }))).passedOver, 1);
  const batch = await read(camt('08', { tx: `${tx('A. Een', '5.00')}${tx('B. Twee', '7.10')}` }));
  assert.deepEqual(
    batch.lines.map((l) => [l.payer, l.amountCents]),
    [
      ['A. Een', 500],
      ['B. Twee', 710],
    ],
  );
  assert.equal(new Set(batch.lines.map((l) => l.entry)).size, 2);
  assert.deepEqual(referencesIn(batch.lines[0]?.text ?? ''), [reference]);
});

const mt940 = `:20:STARTOFSTMT
:25:NL02ABNA0123456789EUR
:28C:00001/001
:60F:C261121EUR100,00
:61:2611221122C12,10NTRFNONREF//E1
:86:/CNTP/NL91ABNA0417164300/ABNANL2A/J. de Vries/Ons Dorp//REMI/USTD//Kenm
erk ${reference}/
:61:2611221122D5,NTRFNONREF
:86:/CNTP/NL02RABO0123456789/RABONL2U/Leverancier B.V.///REMI/USTD//factuur/
:61:2611221122C7,50NTRFEREF//E3
:86:/TRTP/SEPA OVERBOEKING/IBAN/NL02INGB0123456789/BIC/INGBNL2A/NAME/M JANSEN/REMI/iDEAL ${reference}/EREF/NOTPROVIDED
:62F:C261122EUR114,60
-
`;
test('MT940: /CNTP/ and the slash notation, lines that were cut anywhere, debits passed over', async () => {
  const { format, lines, passedOver } = await read(mt940);

  assert.deepEqual([format, passedOver], ['mt940', 1]);
  assert.deepEqual(
    lines.map((l) => [l.payer, l.iban, l.amountCents, l.method, referencesIn(l.text)]),
    [
      ['J. de Vries', 'NL91ABNA0417164300', 1210, 'bank', [reference]],
      ['M JANSEN', 'NL02INGB0123456789', 750, 'ideal', [reference]],
    ],
  );
});

test('CSV of two banks and of our own', async () => {
  const ing = `"Datum";"Naam / Omschrijving";"Rekening";"Tegenrekening";"Code";"Af Bij";"Bedrag (EUR)";"Mutatiesoort";"Mededelingen"\n"20261122";"J DE VRIES";"NL02INGB0123456789";"NL91ABNA0417164300";"OV";"Bij";"12,10";"Overschrijving";"Kenmerk ${reference}"\n"20261122";"Leverancier";"NL02INGB0123456789";"NL02RABO0123456789";"OV";"Af";"5,00";"Overschrijving";"x"\n`;
  const own = `booked_on,name,amount,text,method\n2026-11-22,,12.10,${reference},crypto\n`;

  const [a, b] = [await read(ing), await read(own)];

  assert.deepEqual(
    a.lines.map((l) => [l.payer, l.amountCents, l.bookedOn, referencesIn(l.text)]),
    [['J DE VRIES', 1210, '2026-11-22', [reference]]],
  );
  assert.deepEqual(
    b.lines.map((l) => [l.payer, l.method]),
    [[null, 'crypto']],
  );
});

test('payment providers: Stripe with the name the bank verified, Mollie, and a plain shape; anything else is none', () => {
  const stripe = readProvider({
    type: 'charge.succeeded',
    data: {
      object: {
        id: 'ch_1',
        amount: 1210,
        currency: 'eur',
        created: 1795341600,
        description: null,
        metadata: { reference },
        payment_method_details: { type: 'ideal', ideal: { verified_name: 'J DE VRIES', iban_last4: '4300' } },
      },
    },
  });
  const mollie = readProvider({
    resource: 'payment',
    id: 'tr_1',
    status: 'paid',
    method: 'ideal',
    amount: { value: '12.10', currency: 'EUR' },
    paidAt: '2026-11-22T10:00:00+00:00',
    description: reference,
    details: { consumerName: 'J DE VRIES', consumerAccount: 'NL91ABNA0417164300' },
  });

  assert.deepEqual([stripe?.payer, stripe?.method, stripe?.amountCents], ['J DE VRIES', 'ideal', 1210]);
  assert.deepEqual([mollie?.payer, mollie?.iban, mollie?.amountCents], ['J DE VRIES', 'NL91ABNA0417164300', 1210]);
  assert.equal(readProvider({ type: 'charge.failed' }), undefined);
});

test('a file that is broken, of another kind, or a bomb is refused whole', async () => {
  const bomb = `<?xml version="1.0"?><!DOCTYPE Document [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><Document>&b;</Document>`;
  for (const text of [
    '',
    '<html><body>HTTP 500</body></html>',
    camt('02').slice(0, 400),
    bomb,
    '<Document><Other/></Document>',
    camt('08').replace('<Dt>2026-11-22</Dt>', ''),
    mt940.replace(':61:2611221122C12,10', ':61:nonsense'),
    'naam,omschrijving\nx,y\n',
    'datum,naam,bedrag\n2026-13-45,x,1\n',
    'datum,naam,bedrag\n2026-11-22,x,veel\n',
  ])
    await assert.rejects(read(text), StatementUnreadable, text.slice(0, 60));
});

test('a reference has check digits: one wrong sign and it is nobody’s', () => {
  assert.match(reference, /^RF\d{2}KC[2-9A-Z]{8}$/);
  assert.deepEqual(referencesIn(`betreft ${reference.toLowerCase()} bedankt`), [reference]);
  const wrong = `${reference.slice(0, -1)}${reference.endsWith('9') ? '8' : '9'}`;
  assert.deepEqual(referencesIn(wrong), []);
  assert.deepEqual(
    [centsOf('1.234,56'), centsOf('12.1'), centsOf('12'), centsOf('1,2,3')],
    [123456, 1210, 1200, undefined],
  );
});
