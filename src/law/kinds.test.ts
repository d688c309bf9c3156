/** Every kind is complete, and each foreign word exists in the vocabulary it is taken from. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { severities } from './index.ts';
import { loadLaw } from './work.ts';

const law = await loadLaw();
const kinds = [...law.kinds.values()];

/** RSIT version 1003, machine values. */
const rsit: Readonly<Record<string, string>> = {
  'abusive-content': 'spam harmful-speech violence',
  'malicious-code': 'infected-system c2-server malware-distribution malware-configuration',
  'information-gathering': 'scanner sniffing social-engineering',
  'intrusion-attempts': 'ids-alert brute-force exploit',
  intrusions:
    'privileged-account-compromise unprivileged-account-compromise application-compromise system-compromise burglary',
  availability: 'dos ddos misconfiguration sabotage outage',
  'information-content-security':
    'unauthorised-information-access unauthorised-information-modification data-loss data-leak',
  fraud: 'unauthorised-use-of-resources copyright masquerade phishing',
  vulnerable: 'weak-crypto ddos-amplifier potentially-unwanted-accessible information-disclosure vulnerable-system',
  other: 'other undetermined',
  test: 'test',
};
const rsitValues = new Set(
  Object.entries(rsit).flatMap(([predicate, values]) => values.split(' ').map((v) => `${predicate}:${v}`)),
);

/** XARF v4 category/type. */
const xarf: Readonly<Record<string, string>> = {
  messaging: 'spam bulk_messaging',
  content: 'phishing malware csam csem exposed_data brand_infringement fraud remote_compromise suspicious_registration',
  copyright: 'copyright p2p cyberlocker ugc_platform link_site usenet',
  connection: 'login_attack port_scan ddos infected_host reconnaissance scraping sql_injection vulnerability_scan',
  vulnerability: 'cve open_service misconfiguration',
  infrastructure: 'botnet compromised_server',
  reputation: 'blocklist threat_intelligence',
};
const xarfValues = new Set(Object.entries(xarf).flatMap(([c, types]) => types.split(' ').map((t) => `${c}/${t}`)));

/** Implementing Regulation (EU) 2024/2835: categories and their keywords. */
const dsa: Readonly<Record<string, string>> = {
  ANIMAL_WELFARE: 'ANIMAL_HARM UNLAWFUL_SALE_ANIMALS OTHER',
  CONSUMER_INFORMATION:
    'HIDDEN_ADVERTISEMENT INSUFFICIENT_INFORMATION_ON_TRADERS MISLEADING_INFO_GOODS_SERVICES MISLEADING_INFO_CONSUMER_RIGHTS NONCOMPLIANCE_PRICING OTHER',
  CYBER_VIOLENCE:
    'CYBER_BULLYING_INTIMIDATION CYBER_HARASSMENT CYBER_INCITEMENT CYBER_STALKING NON_CONSENSUAL_IMAGE_SHARING NON_CONSENSUAL_MATERIAL_DEEPFAKE OTHER',
  CYBER_VIOLENCE_AGAINST_WOMEN:
    'BULLYING_AGAINST_GIRLS CYBER_HARASSMENT_AGAINST_WOMEN CYBER_STALKING_AGAINST_WOMEN FEMALE_GENDERED_DISINFORMATION INCITEMENT_AGAINST_WOMEN NON_CONSENSUAL_IMAGE_SHARING_AGAINST_WOMEN NON_CONSENSUAL_MATERIAL_DEEPFAKE_AGAINST_WOMEN OTHER',
  DATA_PROTECTION_AND_PRIVACY_VIOLATIONS:
    'BIOMETRIC_DATA_BREACH DATA_FALSIFICATION MISSING_PROCESSING_GROUND RIGHT_TO_BE_FORGOTTEN OTHER',
  ILLEGAL_OR_HARMFUL_SPEECH: 'DEFAMATION DISCRIMINATION HATE_SPEECH OTHER',
  INTELLECTUAL_PROPERTY_INFRINGEMENTS:
    'COPYRIGHT_INFRINGEMENT DESIGN_INFRINGEMENT GEOGRAPHIC_INDICATIONS_INFRINGEMENT PATENT_INFRINGEMENT TRADE_SECRET_INFRINGEMENT TRADEMARK_INFRINGEMENT OTHER',
  NEGATIVE_EFFECTS_ON_CIVIC_DISCOURSE_OR_ELECTIONS:
    'MISINFORMATION_DISINFORMATION VIOLATION_EU_LAW VIOLATION_NATIONAL_LAW OTHER',
  PROTECTION_OF_MINORS:
    'AGE_SPECIFIC_RESTRICTIONS_MINORS CHILD_SEXUAL_ABUSE_MATERIAL CHILD_SEXUAL_ABUSE_MATERIAL_DEEPFAKE GROOMING_SEXUAL_ENTICEMENT_MINORS UNSAFE_CHALLENGES OTHER',
  RISK_FOR_PUBLIC_SECURITY:
    'ILLEGAL_ORGANIZATIONS RISK_ENVIRONMENTAL_DAMAGE RISK_PUBLIC_HEALTH TERRORIST_CONTENT OTHER',
  SCAMS_AND_FRAUD:
    'IMPERSONATION_ACCOUNT_HIJACKING INAUTHENTIC_ACCOUNTS INAUTHENTIC_LISTINGS INAUTHENTIC_USER_REVIEWS PHISHING PYRAMID_SCHEMES OTHER',
  SELF_HARM: 'CONTENT_PROMOTING_EATING_DISORDERS SELF_MUTILATION SUICIDE OTHER',
  UNSAFE_AND_PROHIBITED_PRODUCTS: 'PROHIBITED_PRODUCTS UNSAFE_PRODUCTS OTHER',
  VIOLENCE:
    'COORDINATED_HARM INCITEMENT_VIOLENCE_HATRED HUMAN_EXPLOITATION HUMAN_TRAFFICKING TRAFFICKING_WOMEN_GIRLS OTHER',
  OTHER_VIOLATION_TC:
    'ADULT_SEXUAL_MATERIAL AGE_SPECIFIC_RESTRICTIONS GEOGRAPHICAL_REQUIREMENTS GOODS_SERVICES_NOT_PERMITTED LANGUAGE_REQUIREMENTS NUDITY OTHER',
  NOT_SPECIFIED_ORDER: '',
  NOT_SPECIFIED_NOTICE: '',
};

test('there are 45 kinds, each named group.type in two languages', () => {
  assert.equal(kinds.length, 45);
  for (const k of kinds) {
    assert.match(k.id, /^(?:[a-z]+\.[a-z0-9_]+|test)$/);
    assert.ok(k.title.nl.length > 2 && k.title.en.length > 2, k.id);
    assert.ok((severities as readonly string[]).includes(k.severity), k.id);
  }
  assert.equal(new Set(kinds.map((k) => k.title.nl)).size, 45);
  assert.equal(new Set(kinds.map((k) => k.title.en)).size, 45);
});

test('RSIT, XARF and DSA words of every kind exist in their vocabularies', () => {
  assert.equal(rsitValues.size, 39);
  assert.equal(xarfValues.size, 32);
  assert.equal(Object.keys(dsa).length, 17);

  for (const a of law.actions.values()) assert.ok(rsitValues.has(a.rsit), `${a.id}: ${a.rsit}`);
  for (const k of kinds) {
    assert.ok(rsitValues.has(k.rsit.value), `${k.id}: ${k.rsit.value}`);
    if (k.xarf) assert.ok(xarfValues.has(k.xarf.value), `${k.id}: ${k.xarf.value}`);
    if (k.dsa) {
      const keywords = dsa[k.dsa.category];
      assert.ok(keywords !== undefined, `${k.id}: ${k.dsa.category}`);
      if (k.dsa.keyword) assert.ok(keywords.split(' ').includes(k.dsa.keyword), `${k.id}: ${k.dsa.keyword}`);
    }
  }
});

test('every kind has a course of action that exists, or is one nobody has to act on yet', () => {
  const without = kinds.filter((k) => k.action === null).map((k) => k.id);

  for (const k of kinds) if (k.action) assert.ok(law.actions.has(k.action), `${k.id}: ${k.action}`);
  assert.deepEqual(without.sort(), [
    'ddos.victim',
    'inventory.exposure',
    'report.unclassified',
    'reputation.intel',
    'test',
  ]);
});

test('child abuse material is never shown, terrorist content is preserved, inventory makes no case', () => {
  const by = (handling: string) =>
    kinds
      .filter((k) => k.handling === handling)
      .map((k) => k.id)
      .sort();

  assert.deepEqual(by('never_shown'), ['content.csam', 'content.csem']);
  assert.deepEqual(by('preserve'), ['content.terrorist']);
  assert.deepEqual(by('informational'), [
    'ddos.victim',
    'infra.tor_exit',
    'inventory.exposure',
    'reputation.intel',
    'test',
  ]);
});

test('no two hands are told to act later than the law: kinds with an hour or a day say so', () => {
  const hours = (id: string) => law.kinds.get(id)?.hours;

  assert.equal(hours('content.terrorist'), 1);
  assert.equal(hours('content.csam'), 24);
  assert.equal(hours('malware.distribution'), 4);
  assert.equal(hours('ddos.source'), 2);
  for (const k of kinds) if (k.handling === 'ordinary') assert.ok((k.hours ?? 0) > 0, k.id);
});
