/** What happens by itself: checks after a beginning, what expired or was decided elsewhere, reviews, campaigns, and forgetting. */
import { eraseParty, forgetSubjects } from '#erasure/work';
import { sql } from '#io/db';
import { enqueue, type JobHandler } from '#io/jobs';
import type { World } from '#io/world';
import { note } from '#journal/work';
import { engine, type Id, must } from '#kernel';
import { overBefore } from '#law';
import { loadLaw } from '#law/work';
import { addAct, changeOnboarding, lockOnboarding } from '../store.ts';
import { runCampaigns } from './campaigns.ts';
import { type OnboardingHands, runChecks } from './checking.ts';

const sweepMinutes = 10;
const most = 200;

/** Jobs of this room. */
export function onboardingJobs(
  hands: OnboardingHands,
): Readonly<Record<'onboarding.check' | 'onboarding.sweep', JobHandler>> {
  return {
    'onboarding.check': async (world, job) => {
      await runChecks(world, job.organisation, String(job.payload['onboarding']), hands, 'due');
      return undefined;
    },
    'onboarding.sweep': async (world, job) => {
      await sweep(world, job.organisation, hands);
      return world.clock.now().add({ minutes: sweepMinutes });
    },
  };
}

/** One round over an organisation. */
export async function sweep(world: World, org: Id<'org'>, hands: OnboardingHands): Promise<void> {
  const now = world.clock.now().toString();
  // A match decided since K12 was made, a check that ran out, or one that could not be asked an hour ago.
  const due = await world.db.in(org, (tx) =>
    tx.rows(sql<{ id: string; own: boolean }>`
      select o.id, bool_and(not (c.expires_at <= ${now}::timestamptz or c.verdict = 'unavailable')) as own
        from onboarding o join onboarding_check c on c.organisation_id = o.organisation_id and c.onboarding_id = o.id and c.current
       where o.organisation_id = ${org} and o.sealed is not null and o.state not in ('active', 'refused', 'withdrawn')
         and (c.expires_at <= ${now}::timestamptz
           or (c.verdict = 'unavailable' and c.check_id in ('K1', 'K4', 'K5', 'K6', 'K12') and c.at < ${now}::timestamptz - interval '1 hour'
               and not c.reasons @> '[{"code":"not_configured"}]' and not c.reasons @> '[{"code":"no_lists"}]')
           or (c.check_id = 'K12' and exists (select from listed_match m where m.organisation_id = o.organisation_id and m.party_id = o.party_id and (m.decided_at > c.at or m.opened_at > c.at))))
       group by o.id order by o.id limit ${most}`),
  );
  for (const { id, own } of due) await runChecks(world, org, id, hands, own ? 'own' : 'due');
  await reviewDue(world, org, hands);
  await runCampaigns(world, org);
  await forget(world, org);
}

/** Customers whose review is due, or whom a list now matches: opened again, and what expired is asked anew. */
async function reviewDue(world: World, org: Id<'org'>, hands: OnboardingHands): Promise<void> {
  const now = world.clock.now();
  const due = await world.db.in(org, (tx) =>
    tx.rows(sql<{ id: Id<'onb'> }>`
      select o.id from onboarding o where o.organisation_id = ${org} and o.sealed is not null and o.state = 'active'
         and (exists (select from deadline d where d.organisation_id = o.organisation_id and d.subject = o.id and d.clock = 'clk-kyc-rev' and d.ended_at is null and d.due_at <= ${now.toString()}::timestamptz)
           or exists (select from listed_match m where m.organisation_id = o.organisation_id and m.party_id = o.party_id and m.state = 'true_match' and m.decided_at > o.changed_at))
       order by o.id limit ${most}`),
  );
  for (const { id } of due) {
    await world.db.in(org, async (tx) => {
      const o = await lockOnboarding(tx, id);
      if (o.state !== 'active') return;
      await addAct(world, tx, { onboarding: id, act: 'review', by: engine, from: 'active', to: 'in_review' });
      await changeOnboarding(tx, id, { state: 'in_review' }, now);
      note(world, tx, {
        act: 'onboarding.review',
        by: engine,
        about: [{ subject: null, payload: { onboarding: id, from: 'active', to: 'in_review' } }],
      });
    });
    await runChecks(world, org, id, hands, 'due');
  }
}

/** Whose terms are over: applicants who were refused or withdrew, customers whose contracts ended, lines of statements. */
async function forget(world: World, org: Id<'org'>): Promise<void> {
  const law = await loadLaw();
  const now = world.clock.now();
  const day = now.toZonedDateTimeISO('UTC').toPlainDate();
  const before = (id: string): string => overBefore(must(law.retention.get(id), `law/retention/${id}`), day).toString();
  const applicants = await world.db.in(org, (tx) =>
    tx.rows(sql<{ party: string; state: string; id: string }>`
      select o.party_id as party, p.state, o.id from onboarding o join party p on p.organisation_id = o.organisation_id and p.id = o.party_id
       where o.organisation_id = ${org} and o.state in ('refused', 'withdrawn') and o.sealed is not null and o.ended_at < ${before('applicant-data')}::date
       order by o.id limit ${most}`),
  );
  for (const a of applicants)
    if (a.state === 'prospect') await eraseParty(world, org, a.party, 'gdpr-5-1-e', engine);
    else await forgetOne(world, org, a.id);
  const former = await world.db.in(org, (tx) =>
    tx.rows(sql<{ id: string }>`
      select o.id from onboarding o join party p on p.organisation_id = o.organisation_id and p.id = o.party_id
       where o.organisation_id = ${org} and o.sealed is not null and p.state = 'former'
         and (select max(coalesce(upper(k.valid), 'infinity'::timestamptz)) from contract k where k.organisation_id = o.organisation_id and k.buyer_id = p.id and upper_inf(k.recorded)) < ${before('identity-data')}::date
       order by o.id limit ${most}`),
  );
  for (const f of former) await forgetOne(world, org, f.id);
  await world.db.in(org, (tx) =>
    tx.rows(sql`delete from payment where organisation_id = ${org} and booked_on < ${before('payment-line')}::date`),
  );
}
/** Destroys what one onboarding holds of people; states, codes and counts stay. Payments stay for their own term, without names. */
async function forgetOne(world: World, org: Id<'org'>, id: string): Promise<void> {
  await world.db.in(org, async (tx) => {
    await tx.rows(
      sql`update onboarding set sealed = null, order_reference = null where organisation_id = ${org} and id = ${id}`,
    );
    await tx.rows(
      sql`update onboarding_check set sealed = null, input_hash = '' where organisation_id = ${org} and onboarding_id = ${id}`,
    );
    await tx.rows(
      sql`update onboarding_act set sealed = null where organisation_id = ${org} and onboarding_id = ${id}`,
    );
    await tx.rows(
      sql`update onboarding_proposal set sealed = null where organisation_id = ${org} and onboarding_id = ${id}`,
    );
    await tx.rows(sql`update payment set sealed = null where organisation_id = ${org} and onboarding_id = ${id}`);
    await tx.rows(sql`delete from onboarding_token where organisation_id = ${org} and onboarding_id = ${id}`);
    await forgetSubjects(world, tx, id, [id], 'gdpr-5-1-e', engine);
  });
}

/** Makes sure each organisation has its sweep waiting. */
export async function startOnboardings(world: World): Promise<void> {
  const all = await world.db.outside((tx) =>
    tx.rows(sql<{ organisation_id: Id<'org'> }>`select organisation_id from organisation_ids()`),
  );
  for (const { organisation_id: org } of all)
    await world.db.in(org, (tx) =>
      enqueue(tx, { kind: 'onboarding.sweep', lane: 'outside', payload: {}, runAt: world.clock.now(), key: 'sweep' }),
    );
}
