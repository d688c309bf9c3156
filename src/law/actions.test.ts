/** Every course of action can be followed: steps in both languages, terms in order, nobody told to look at what may not be seen. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Term, termsOf } from './index.ts';
import { loadLaw } from './work.ts';

const law = await loadLaw();
const actions = [...law.actions.values()];

const ids =
  'csam terrorist_content threat_to_life court_or_prosecutor_order ncii phishing fraud_shop malware_url c2 ransomware_infra stolen_data illegal_market ddos_attack_source ddos_bot infected_host brute_force exploit_scan web_attack compromised_site compromised_account spam_compromised spam_own fraud_signup open_proxy ddos_amplifier exposed_service vuln_3df vuln_3d vuln_14d vuln_60d weak_crypto ip_spoofing bgp_or_mgmt_exposed hate_or_threat_speech copyright privacy_defamation blocklist_listing tor_vpn_complaint';

/** Nobody writes to the customer here before the authority agrees. */
const silent = ['ransomware_infra', 'threat_to_life'];
/** Statutory clocks of orders, which come with the orders room. */
const ofOrders = ['clk-tco-1h', 'clk-125p'];

const minutes = (t: Term) => t.count * { minutes: 1, hours: 60, days: 24 * 60, working_days: 24 * 60 }[t.unit];

test('the 38 courses of action are there', () => {
  assert.deepEqual([...law.actions.keys()].sort(), ids.split(' ').sort());
});

test('customer and host each get three to seven steps, in both languages', () => {
  for (const a of actions) {
    const most = 7;
    if (silent.includes(a.id)) assert.equal(a.stepsForCustomer.length, 0, a.id);
    else assert.ok(a.stepsForCustomer.length >= 3 && a.stepsForCustomer.length <= most, a.id);
    assert.ok(a.stepsForHost.length >= 3 && a.stepsForHost.length <= most, a.id);
    for (const step of [...a.stepsForCustomer, ...a.stepsForHost]) {
      assert.ok(step.do.nl.length > 15 && step.do.en.length > 15, `${a.id}: ${step.do.en}`);
      assert.notEqual(step.do.nl, step.do.en);
      assert.ok(!/https?:|www\./.test(step.do.nl + step.do.en), `${a.id}: no links in steps`);
      if (step.command !== undefined) assert.ok(step.command.trim().length > 3, a.id);
    }
    for (const words of [a.title, a.what, a.fixedWhen]) assert.ok(words.nl.length > 5 && words.en.length > 5, a.id);
  }
});

test('a step is short enough to follow at night: at most 45 words', () => {
  for (const a of actions)
    for (const step of [...a.stepsForCustomer, ...a.stepsForHost])
      for (const text of [step.do.nl, step.do.en])
        assert.ok(text.split(/\s+/).length <= 45, `${a.id}: ${text.split(/\s+/).length} words: ${text}`);
});

test('the customer is never given longer than the host waits, and the first look comes first', () => {
  for (const a of actions)
    for (const t of [termsOf(a), termsOf(a, { critical: true }), termsOf(a, { fraudulent: true })]) {
      if (t.customer && t.host) assert.ok(minutes(t.customer) <= minutes(t.host), a.id);
      if (t.host) assert.ok(minutes(t.look) <= minutes(t.host), a.id);
    }
});

test('a critical report or a fraudulent sign-up never gets more time than usual', () => {
  for (const a of actions)
    for (const is of [{ critical: true }, { fraudulent: true }]) {
      const usual = termsOf(a);
      const other = termsOf(a, is);
      assert.ok(minutes(other.look) <= minutes(usual.look), a.id);
      if (other.customer) assert.ok(usual.customer && minutes(other.customer) <= minutes(usual.customer), a.id);
      if (usual.host) assert.ok(other.host && minutes(other.host) <= minutes(usual.host), a.id);
    }
});

test('a fraudster gets no time to move, also where the report is critical', () => {
  const phishing = law.actions.get('phishing');
  assert.ok(phishing);

  assert.equal(termsOf(phishing).customer?.count, 4);
  assert.equal(termsOf(phishing, { fraudulent: true, critical: true }).customer, null);
});

test('terms name a clock of law that exists or comes with the orders room; what is law says so', () => {
  for (const a of actions)
    for (const t of [a.look, a.customer, a.host]) {
      if (t?.clock) assert.ok(law.clocks.has(t.clock) || ofOrders.includes(t.clock), `${a.id}: ${t.clock}`);
      if (t?.from === 'L') assert.ok(t.clock, a.id);
    }
});

test('the four lanes and only they have no factors', () => {
  const lanes = actions.filter((a) => a.lane !== null);

  assert.deepEqual(lanes.map((a) => a.lane).sort(), ['csam', 'order', 'terrorist', 'threat_to_life']);
  for (const a of actions) assert.equal(a.factors === null, a.lane !== null, a.id);
});

test('nothing is probed where looking is forbidden or nothing can be seen', () => {
  for (const a of actions) {
    if (a.lane !== null) assert.equal(a.probe.how, 'none', a.id);
    assert.equal(a.probe.how === 'none', a.probe.times === 0, a.id);
    assert.ok(a.quietDays >= 1, a.id);
  }
});

test('nobody is told to view or copy child abuse material', () => {
  const csam = law.actions.get('csam');
  assert.ok(csam);
  const told = [...csam.stepsForCustomer, ...csam.stepsForHost].map((s) => s.do.en).join(' ');

  assert.match(told, /Do not open, copy, move or delete/);
  assert.match(told, /View, copy, download and test nothing/);
  assert.match(told, /Never make a copy/);
  assert.ok([...csam.stepsForCustomer, ...csam.stepsForHost].every((s) => s.command === undefined));
});

test('commands use only addresses meant for documentation', () => {
  const real = /^(?:192\.0\.2\.|198\.51\.100\.|203\.0\.113\.|127\.0\.0\.1|0\.0\.0\.0)/;
  for (const a of actions)
    for (const step of [...a.stepsForCustomer, ...a.stepsForHost])
      for (const found of (step.command ?? '').matchAll(/\b\d{1,3}(?:\.\d{1,3}){3}\b/g))
        assert.match(found[0], real, `${a.id}: ${step.command}`);
});
