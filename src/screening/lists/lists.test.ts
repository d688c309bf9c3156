/** Lists become entries as they stream in; what is broken or hostile is refused in words. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { strToU8, zipSync } from 'fflate';
import { Refused } from '#kernel';
import type { Entry } from '../entry.ts';
import { listKinds, openList } from './index.ts';
import { ownRows } from './own-csv.ts';

async function* bytes(text: string, size = 7_000): AsyncGenerator<Uint8Array> {
  const all = new TextEncoder().encode(text);
  for (let at = 0; at < all.length; at += size) yield all.subarray(at, at + size);
}
async function read(
  text: string | Uint8Array,
  name = 'list',
  as?: string,
  beside: Readonly<Record<string, string>> = {},
) {
  const opened = await openList(
    {
      name,
      bytes:
        typeof text === 'string'
          ? bytes(text)
          : (async function* () {
              yield text;
            })(),
      beside: (other) => (beside[other] === undefined ? undefined : bytes(beside[other])),
    },
    as,
  );
  const entries: Entry[] = [];
  for await (const entry of opened.entries) entries.push(entry);
  return { kind: opened.kind.id, entries };
}
const refused = (text: string | AsyncIterable<Uint8Array>, says: RegExp, as?: string) =>
  assert.rejects(
    async () => {
      const opened = await openList({ name: 'x', bytes: typeof text === 'string' ? bytes(text) : text }, as);
      for await (const _ of opened.entries);
    },
    (cause) =>
      cause instanceof Refused && cause.refusal.code === 'list.unreadable' && says.test(cause.refusal.detail ?? ''),
  );

const fsf = (inside: string) =>
  `<?xml version="1.0"?>\n<export xmlns="http://eu.europa.ec/fpi/fsd/export" generationDate="2026-11-01T00:00:00+01:00" globalFileId="1">${inside}</export>`;
const entity = `<sanctionEntity euReferenceNumber="EU.1.11" logicalId="11"><remark>Site: www.listed-host.example and https://second.example/x</remark>
  <regulation numberTitle="2019/796" programme="CYB" entryIntoForceDate="2026-07-13"><publicationUrl>https://eur-lex.europa.eu/x</publicationUrl></regulation>
  <subjectType code="person" classificationCode="P"/>
  <nameAlias firstName="Anna" middleName="" lastName="Voorbeeld" wholeName="Anna Voorbeeld" gender="F" strong="true"/>
  <nameAlias wholeName="Foxy" strong="true"><remark>low quality alias</remark></nameAlias>
  <birthdate birthdate="" year="1980" circa="true"/><citizenship countryIso2Code="RU"/>
  <address countryIso2Code="00"><contactInfo key="EMAIL" value="a@listed.example; b@listed.example"/><contactInfo key="PHONE" value="+31 10 000 0000"/></address>
  <identification number="AB 123456" identificationTypeCode="passport" knownExpired="true"/></sanctionEntity>`;

test('the EU list as XML: names, weak aliases, births, papers, acts, and the sites and addresses in its free text', async () => {
  const { kind, entries } = await read(fsf(entity));

  const [e] = entries;
  assert.equal(kind, 'eu-fsf');
  assert.ok(e);
  assert.deepEqual(e.names, [
    { text: 'Anna Voorbeeld', strength: 'strong' },
    { text: 'Foxy', strength: 'weak' },
  ]);
  assert.deepEqual(e.births, [{ year: 1980, circa: true }]);
  assert.deepEqual(e.countries, ['RU']);
  assert.equal(e.gender, 'female');
  assert.deepEqual(
    e.identifiers.map((i) => `${i.kind} ${i.value}`),
    [
      'email a@listed.example',
      'email b@listed.example',
      'phone +31 10 000 0000',
      'passport AB 123456',
      'domain listed-host.example',
      'domain second.example',
    ],
  );
  assert.equal(e.acts[0]?.act, '2019/796');
});

test('the EU list as CSV: rows of one entity are one entry', async () => {
  const columns = [
    'fileGenerationDate',
    'Entity_LogicalId',
    'Entity_EU_ReferenceNumber',
    'Entity_SubjectType',
    'NameAlias_WholeName',
    'BirthDate_BirthDate',
    'Identification_Number',
    'Citizenship_CountryIso2Code',
  ];
  const { kind, entries } = await read(
    `\uFEFF${columns.join(';')}\r\n01/11/2026;11;EU.1.11;P;Anna Voorbeeld;;;\r\n01/11/2026;11;EU.1.11;P;;1980-02-03;;\r\n01/11/2026;12;EU.1.12;E;"Media; Land LLC";;;\r\n01/11/2026;11;EU.1.11;P;;;X1234567;RU\r\n`,
  );

  assert.equal(kind, 'eu-fsf');
  assert.deepEqual(
    entries.map((e) => [e.id, e.kind, e.names[0]?.text, e.births.length, e.identifiers.length, e.countries.length]),
    [
      ['EU.1.11', 'person', 'Anna Voorbeeld', 1, 1, 1],
      ['EU.1.12', 'organisation', 'Media; Land LLC', 0, 0, 0],
    ],
  );
});

test('the UN list: parts of a name, its own script, good and low aliases, spans of years', async () => {
  const { kind, entries } = await read(
    '<CONSOLIDATED_LIST dateGenerated="2026-01-01"><INDIVIDUALS><INDIVIDUAL><DATAID>1</DATAID><FIRST_NAME>OMAR</FIRST_NAME><SECOND_NAME>EXAMPLE</SECOND_NAME><UN_LIST_TYPE>X</UN_LIST_TYPE><REFERENCE_NUMBER>XXi.001</REFERENCE_NUMBER><NAME_ORIGINAL_SCRIPT>عمر</NAME_ORIGINAL_SCRIPT><NATIONALITY><VALUE>Iran (Islamic Republic of)</VALUE></NATIONALITY><INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>Abu X; Abu Y</ALIAS_NAME></INDIVIDUAL_ALIAS><INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE><FROM_YEAR>1960</FROM_YEAR><TO_YEAR>1963</TO_YEAR></INDIVIDUAL_DATE_OF_BIRTH></INDIVIDUAL></INDIVIDUALS><ENTITIES><ENTITY><FIRST_NAME>EXAMPLE BANK</FIRST_NAME><REFERENCE_NUMBER>XXe.001</REFERENCE_NUMBER></ENTITY></ENTITIES></CONSOLIDATED_LIST>',
  );

  assert.equal(kind, 'un-sc');
  assert.deepEqual(
    entries[0]?.names.map((n) => `${n.strength} ${n.text}`),
    ['strong OMAR EXAMPLE', 'strong عمر', 'weak Abu X', 'weak Abu Y'],
  );
  assert.deepEqual(entries[0]?.births, [{ year: 1960, yearTo: 1963 }]);
  assert.deepEqual(entries[0]?.countries, ['IR']);
  assert.equal(entries[1]?.kind, 'organisation');
});

test('the OFAC list: the CSV with its files beside it, the facts in its remarks, and the XML', async () => {
  const csv = await read(
    '36,"EXAMPLE AIR",-0- ,"CUBA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n37,"DOE, John","individual","SDGT",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"DOB 10 Dec 1948; nationality Iran; Passport A1234567 (Iran); Website www.doe.example; Gender Male."\r\n\u001a',
    'sdn.csv',
    undefined,
    {
      'alt.csv': '37,1,"aka","DOE, Johnny",-0- \r\n',
      'add.csv': '36,25,-0- ,"Havana","Cuba",-0- \r\n',
    },
  );
  const xml = await read(
    '<sdnList xmlns="x"><publshInformation/><sdnEntry><uid>9</uid><firstName>Jane</firstName><lastName>ROE</lastName><sdnType>Individual</sdnType><programList><program>CYBER2</program></programList><akaList><aka><uid>1</uid><type>a.k.a.</type><category>weak</category><lastName>JR</lastName></aka></akaList><idList><id><idType>Website</idType><idNumber>roe.example</idNumber></id></idList><dateOfBirthList><dateOfBirthItem><dateOfBirth>circa 1975</dateOfBirth></dateOfBirthItem></dateOfBirthList></sdnEntry></sdnList>',
  );

  assert.equal(csv.kind, 'ofac-sdn');
  assert.deepEqual(csv.entries[0]?.countries, ['CU']);
  assert.deepEqual(
    csv.entries[1]?.names.map((n) => n.text),
    ['DOE, John', 'DOE, Johnny'],
  );
  assert.deepEqual(csv.entries[1]?.births, [{ date: '1948-12-10', year: 1948 }]);
  assert.deepEqual(csv.entries[1]?.identifiers.map((i) => i.kind).sort(), ['domain', 'passport']);
  assert.deepEqual(xml.entries[0]?.names, [
    { text: 'Jane ROE', strength: 'strong' },
    { text: 'JR', strength: 'weak' },
  ]);
  assert.deepEqual(xml.entries[0]?.births, [{ year: 1975, circa: true }]);
});

const advanced = `<?xml version="1.0"?><Sanctions xmlns="https://example.org/advanced"><DateOfIssue CalendarTypeID="1"><Year>2026</Year></DateOfIssue>
<ReferenceValueSets><AliasTypeValues><AliasType ID="1">A.K.A.</AliasType><AliasType ID="2">F.K.A.</AliasType><AliasType ID="3">Name</AliasType></AliasTypeValues>
<CountryValues><Country ID="10" ISO2="RU">Russia</Country></CountryValues><AreaCodeValues><AreaCode ID="20" CountryID="10">RU</AreaCode></AreaCodeValues>
<PartyTypeValues><PartyType ID="1">Individual</PartyType></PartyTypeValues><PartySubTypeValues><PartySubType ID="4" PartyTypeID="1">Unknown</PartySubType></PartySubTypeValues>
<NamePartTypeValues><NamePartType ID="30">Last Name</NamePartType><NamePartType ID="31">First Name</NamePartType></NamePartTypeValues>
<FeatureTypeValues><FeatureType ID="8">Birthdate</FeatureType><FeatureType ID="25">Location</FeatureType><FeatureType ID="224">Gender</FeatureType><FeatureType ID="14">Website</FeatureType></FeatureTypeValues>
<DetailReferenceValues><DetailReference ID="91">Female</DetailReference></DetailReferenceValues><IDRegDocTypeValues><IDRegDocType ID="71">Passport</IDRegDocType></IDRegDocTypeValues>
<SanctionsTypeValues><SanctionsType ID="1">Program</SanctionsType><SanctionsType ID="2">Block</SanctionsType></SanctionsTypeValues></ReferenceValueSets>
<Locations><Location ID="5"><LocationAreaCode AreaCodeID="20"/></Location></Locations>
<IDRegDocuments><IDRegDocument ID="6" IDRegDocTypeID="71" IdentityID="77"><IDRegistrationNo>AB123456</IDRegistrationNo></IDRegDocument></IDRegDocuments>
<DistinctParties><DistinctParty FixedRef="9"><Profile ID="900" PartySubTypeID="4"><Identity ID="77" Primary="true">
<Alias AliasTypeID="1" Primary="false" LowQuality="true"><DocumentedName ID="1"><DocumentedNamePart><NamePartValue NamePartGroupID="50">FOXY</NamePartValue></DocumentedNamePart></DocumentedName></Alias>
<Alias AliasTypeID="3" Primary="true" LowQuality="false"><DocumentedName ID="2"><DocumentedNamePart><NamePartValue NamePartGroupID="50">VOORBEELD</NamePartValue></DocumentedNamePart><DocumentedNamePart><NamePartValue NamePartGroupID="51">Anna</NamePartValue></DocumentedNamePart></DocumentedName></Alias>
<Alias AliasTypeID="2" Primary="false" LowQuality="false"><DocumentedName ID="3"><DocumentedNamePart><NamePartValue NamePartGroupID="50">VROEGER</NamePartValue></DocumentedNamePart></DocumentedName></Alias>
<NamePartGroups><MasterNamePartGroup><NamePartGroup ID="50" NamePartTypeID="30"/></MasterNamePartGroup><MasterNamePartGroup><NamePartGroup ID="51" NamePartTypeID="31"/></MasterNamePartGroup></NamePartGroups></Identity>
<Feature ID="1" FeatureTypeID="8"><FeatureVersion ID="1"><DatePeriod><Start Approximate="false"><From><Year>1980</Year><Month>2</Month><Day>3</Day></From></Start><End><To><Year>1980</Year><Month>2</Month><Day>3</Day></To></End></DatePeriod></FeatureVersion>
<FeatureVersion ID="2"><DatePeriod><Start Approximate="true"><From><Year>1978</Year><Month>1</Month><Day>1</Day></From></Start><End><To><Year>1979</Year><Month>12</Month><Day>31</Day></To></End></DatePeriod></FeatureVersion></Feature>
<Feature ID="2" FeatureTypeID="25"><FeatureVersion ID="3"><VersionLocation LocationID="5"/></FeatureVersion></Feature>
<Feature ID="3" FeatureTypeID="224"><FeatureVersion ID="4"><VersionDetail DetailReferenceID="91"/></FeatureVersion></Feature>
<Feature ID="4" FeatureTypeID="14"><FeatureVersion ID="5"><VersionDetail>anna.example</VersionDetail></FeatureVersion></Feature></Profile></DistinctParty></DistinctParties>
<SanctionsEntries><SanctionsEntry ID="1" ProfileID="900"><SanctionsMeasure ID="1" SanctionsTypeID="1"><Comment>CYBER2</Comment></SanctionsMeasure><SanctionsMeasure ID="2" SanctionsTypeID="2"/></SanctionsEntry></SanctionsEntries></Sanctions>`;

test('the OFAC list in its advanced form: values by number, parties, papers, and programmes from the end of the file', async () => {
  const { kind, entries } = await read(advanced);

  assert.equal(kind, 'ofac-sdn');
  assert.deepEqual(entries, [
    {
      id: '9',
      kind: 'person',
      names: [
        { text: 'Anna VOORBEELD', strength: 'strong' },
        { text: 'FOXY', strength: 'weak' },
        { text: 'VROEGER', strength: 'strong', former: true },
      ],
      births: [
        { date: '1980-02-03', year: 1980 },
        { year: 1978, yearTo: 1979, circa: true },
      ],
      countries: ['RU'],
      gender: 'female',
      identifiers: [
        { kind: 'passport', value: 'AB123456' },
        { kind: 'domain', value: 'anna.example' },
      ],
      acts: [{ programme: 'CYBER2' }],
    },
  ]);
  await refused(advanced.slice(0, -40), /breaks off/, 'ofac-sdn');
  await refused(advanced.replace('FixedRef="9"', '').replace('Profile ID="900"', 'Profile'), /no profile/, 'ofac-sdn');
});

test('the UK list as CSV with a row above its header, and as XML', async () => {
  const csv = await read(
    'Report Date: 01-Nov-2026,,,,,,,,\nLast Updated,Unique ID,OFSI Group ID,Name 6,Name 1,Name 2,Name type,Alias strength,Regime Name,"Individual, Entity, Ship",D.O.B,Nationality(/ies),Website\n01/11/2026,XYZ0001,1,VOORBEELD,Anna,,Primary name,,Cyber,Individual,dd/mm/1980,Russia,https://anna.example\n01/11/2026,XYZ0001,1,FOX,,,Alias,Low quality a.k.a,Cyber,Individual,,,\n',
  );
  const xml = await read(
    '<Designations><Designation><UniqueID>XYZ0002</UniqueID><Names><Name><Name6>EXAMPLE LTD</Name6><NameType>Primary Name</NameType></Name></Names><RegimeName>Cyber</RegimeName><IndividualEntityShip>Entity</IndividualEntityShip></Designation></Designations>',
  );

  assert.equal(csv.kind, 'uk-sl');
  assert.deepEqual(csv.entries[0]?.names, [
    { text: 'Anna VOORBEELD', strength: 'strong' },
    { text: 'FOX', strength: 'weak' },
  ]);
  assert.deepEqual(csv.entries[0]?.births, [{ year: 1980 }]);
  assert.equal(csv.entries[0]?.identifiers[0]?.value, 'anna.example');
  assert.equal(xml.entries[0]?.names[0]?.text, 'EXAMPLE LTD');
});

test('the Dutch list as a spreadsheet', async () => {
  const cell = (text: string) => `<table:table-cell><text:p>${text}</text:p></table:table-cell>`;
  const row = (...cells: string[]) =>
    `<table:table-row>${cells.map(cell).join('')}<table:table-cell table:number-columns-repeated="1000"/></table:table-row>`;
  const content = `<?xml version="1.0"?><office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body><office:spreadsheet><table:table>${row('National list')}${row('Surname', 'First name(s)', 'Alias', 'Date of birth', 'Place of birth', 'Date of ministerial decision', 'Link official notification')}${row('Voorbeeld', 'Anna', 'Foxy', '03-02-1980', 'Delft', '01-06-2015', 'https://zoek.officielebekendmakingen.nl/x')}</table:table></office:spreadsheet></office:body></office:document-content>`;

  const { kind, entries } = await read(zipSync({ 'content.xml': strToU8(content) }), 'national-terrorist-list.ods');

  assert.equal(kind, 'nl-terror');
  assert.equal(entries[0]?.names[0]?.text, 'Anna Voorbeeld');
  assert.equal(entries[0]?.births[0]?.date, '1980-02-03');
  assert.equal(entries[0]?.acts[0]?.from, '2015-06-01');
});

test('FollowTheMoney lines, a list of your own, and plain names', async () => {
  const ftm = await read(
    '{"id":"Q1","schema":"Person","properties":{"name":["Anna Voorbeeld"],"weakAlias":["Foxy"],"birthDate":["1980"],"country":["ru"],"website":["https://anna.example/"]}}\n{"id":"Q2","schema":"Sanction","properties":{}}\n',
  );
  const own = await read('name;kind;country;domain\nMedia Land LLC;organisation;RU;medialand.example|ml.example\n');
  const plain = await read('VOORBEELD, Anna\n\nPieter Post\n');

  assert.equal(ftm.kind, 'ftm');
  assert.ok(listKinds.find((k) => k.id === 'ftm')?.licence);
  assert.equal(ftm.entries.length, 1);
  assert.equal(own.entries[0]?.identifiers.length, 2);
  assert.deepEqual(
    plain.entries.map((e) => e.names[0]?.text),
    ['VOORBEELD, Anna', 'Pieter Post'],
  );
});

test('a file with both sides is read from the side that is meant', async () => {
  const file = 'query_name,listed_name,query_birth_date,listed_birth_date\nFOXY ANNA,Anna Voorbeeld,1980,1981\n';
  const of = async (reads: 'queries' | 'list') => {
    const rows = ownRows(
      (async function* () {
        yield file;
      })(),
      file,
      reads,
    );
    for await (const row of rows) return [row.names[0]?.text, row.births[0]?.year];
    return [];
  };

  assert.deepEqual(await of('queries'), ['FOXY ANNA', 1980]);
  assert.deepEqual(await of('list'), ['Anna Voorbeeld', 1981]);
});

test('broken and hostile lists are refused, and say why', async () => {
  await refused(fsf(entity).slice(0, -60), /breaks off/, 'eu-fsf');
  await refused(
    '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]><export globalFileId="1"><sanctionEntity/></export>',
    /document type/,
    'eu-fsf',
  );
  await refused('fileGenerationDate;Entity_LogicalId;Other\n1;2;3\n', /columns/, 'eu-fsf');
  await refused('<html><body>HTTP 500</body></html>', /<html>/, 'eu-fsf');
  await refused('<html><body>HTTP 500</body></html>', /none of the lists/);
  await refused(fsf('<sanctionEntity euReferenceNumber="E"><a>&bomb;</a></sanctionEntity>'), /entity/i, 'eu-fsf');
  await refused('{"id":"Q1","schema":"Person","properties":{"name":["x"]}}\n{"id":', /Line 2/, 'ftm');
  await refused(`${fsf('').slice(0, -9)}${'<a>'.repeat(60)}`, /deep/, 'eu-fsf');
});

test('a field of a gigabyte is refused after its first megabyte', async () => {
  let sent = 0;
  async function* endless(head: string): AsyncGenerator<Uint8Array> {
    yield new TextEncoder().encode(head);
    const part = new Uint8Array(65_536).fill(0x61);
    for (sent = 0; sent < 1 << 30; sent += part.length) yield part;
  }
  for (const head of [fsf('<sanctionEntity remark="').slice(0, -9), fsf('<sanctionEntity><remark>').slice(0, -9)]) {
    await refused(endless(head), /million characters/, 'eu-fsf');
    assert.ok(sent < 1 << 23, `${sent} bytes were taken`);
  }
  await refused(endless('name;kind\n"'), /million characters/);
  assert.ok(sent < 1 << 23);
});
