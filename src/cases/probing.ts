/** A probe: one look from outside at an address of our own ledger, as the course of action says; no body, never for what is never shown. */
import { sql, type Tx } from '#io/db';
import { newId } from '#io/dice';
import type { Job } from '#io/jobs';
import type { LookAt } from '#io/look';
import type { World } from '#io/world';
import { type Actor, cleanUrl, engine, type Id, parseAddress, Refused, supernets } from '#kernel';
import type { Action } from '#law';
import { loadLaw } from '#law/work';
import { type CaseNow, judgeAgain, lockCase } from './acting.ts';
import { noteAct } from './taking.ts';

export type ProbeOutcome = 'still_there' | 'gone' | 'unclear' | 'not_allowed';

interface Target {
  readonly what: LookAt | null;
  /** Shown and kept: address and port, or URL. */
  readonly shown: string;
}

const mostTargets = 10;

/** What an UDP service answers to, by port: the smallest honest question of its protocol. */
const questions: Readonly<Record<number, string>> = {
  53: '0000010000010000000000000000020001', // DNS: name servers of the root, recursion wanted
  123: `1b${'00'.repeat(47)}`, // NTP: client, version 3
  389: '3025020101632004000a01000a0100020100020100010100870b6f626a656374636c6173733000', // CLDAP: root entry
  1900: Buffer.from(
    'M-SEARCH * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\nMAN: "ssdp:discover"\r\nMX: 1\r\nST: ssdp:all\r\n\r\n',
  ).toString('hex'),
  11211: `0001000000010000${Buffer.from('version\r\n').toString('hex')}`, // memcached: version
};

/** Whether the address is in our own networks now; only those are ever looked at. */
async function isOurs(tx: Tx, org: Id<'org'>, ip: string, now: string): Promise<boolean> {
  const a = parseAddress(ip);
  if (!a) return false;
  const rows = await tx.rows(sql`
    select 1 from network where organisation_id = ${org} and prefix = any(${supernets(a)}::cidr[]) and valid @> ${now}::timestamptz and upper_inf(recorded) limit 1`);
  return rows.length > 0;
}

async function targetsOf(tx: Tx, org: Id<'org'>, c: CaseNow, course: Action, now: string): Promise<readonly Target[]> {
  const rows = await tx.rows(sql<{ ip: string | null; port: number | null; url: string | null; host: string | null }>`
    select distinct on (coalesce(f.url, host(f.ip) || ':' || coalesce(f.port, 0))) host(f.ip) as ip, f.port, f.url, f.host from finding f
     where f.organisation_id = ${org} and f.case_id in (select ${c.id} union all select m.id from abuse_case m where m.organisation_id = ${org} and m.merged_into = ${c.id})
     order by coalesce(f.url, host(f.ip) || ':' || coalesce(f.port, 0)), f.seen_at desc nulls last limit ${mostTargets}`);
  const targets: Target[] = [];
  for (const r of rows) {
    const url = r.url ? cleanUrl(r.url) : undefined;
    const shown = r.url ?? (r.ip ? `${r.ip}${r.port ? `:${r.port}` : ''}` : (r.host ?? ''));
    // A site without a known address of ours is not looked up: the name may point elsewhere by now.
    if (!r.ip || !(await isOurs(tx, org, r.ip, now))) {
      targets.push({ what: null, shown });
      continue;
    }
    if (course.probe.how === 'http_status') {
      const port = url?.port ?? r.port ?? 80;
      targets.push({
        what: { how: 'http_status', ip: r.ip, port, url: url?.url ?? `http://${r.host ?? r.ip}/` },
        shown,
      });
    } else if (course.probe.how === 'tcp_connect' || course.probe.how === 'udp_reply') {
      const port = r.port ?? course.probe.port;
      if (!port) targets.push({ what: null, shown });
      else
        targets.push({
          what: {
            how: course.probe.how,
            ip: r.ip,
            port,
            ...(questions[port] ? { ask: Buffer.from(questions[port], 'hex') } : {}),
          },
          shown,
        });
    }
  }
  return targets;
}

/** What a look means: an answer of the service is "still there"; for pages, any page but 404, 410, 451 and 5xx closed ones. */
export function outcomeOf(
  how: LookAt['how'],
  seen: { readonly answered: boolean; readonly status?: number },
): ProbeOutcome {
  if (!seen.answered) return 'gone';
  if (how !== 'http_status') return 'still_there';
  const status = seen.status ?? 0;
  if ([404, 410, 451].includes(status)) return 'gone';
  if (status >= 500 || status === 401 || status === 403) return 'unclear';
  return 'still_there';
}

/**
 * Looks whether the case's assets still show the problem. Looking happens between two transactions: nothing is locked
 * while an outside server takes its time.
 * @throws Refused `case.act-not-allowed` for kinds that are never looked at, or where the course has no probe
 */
export async function probeCase(world: World, org: Id<'org'>, id: string, actor: Actor): Promise<ProbeOutcome> {
  const law = await loadLaw();
  const now = world.clock.now().toString();
  const { c, course, targets } = await world.db.in(org, async (tx) => {
    const found = await lockCase(tx, org, id);
    const handling = law.kinds.get(found.kind)?.handling;
    const action = law.actions.get(found.action ?? '');
    if (handling === 'never_shown' || handling === 'preserve' || !action || action.probe.how === 'none')
      throw new Refused('case.act-not-allowed', 'this kind is not looked at from outside');
    return { c: found, course: action, targets: await targetsOf(tx, org, found, action, now) };
  });
  const seen: { shown: string; outcome: ProbeOutcome; note: string }[] = [];
  for (const t of targets) {
    if (!t.what) {
      seen.push({ shown: t.shown, outcome: 'not_allowed', note: 'not an address of our own network' });
      continue;
    }
    const answer = await world.look.at(t.what);
    seen.push({ shown: t.shown, outcome: outcomeOf(t.what.how, answer), note: answer.note });
  }
  const looked = seen.filter((s) => s.outcome !== 'not_allowed');
  const outcome: ProbeOutcome =
    looked.length === 0
      ? 'not_allowed'
      : looked.some((s) => s.outcome === 'still_there')
        ? 'still_there'
        : looked.every((s) => s.outcome === 'gone')
          ? 'gone'
          : 'unclear';
  await world.db.in(org, async (tx) => {
    const again = await lockCase(tx, org, c.id);
    const at = world.clock.now().toString();
    for (const s of seen)
      await tx.rows(sql`
        insert into probe (organisation_id, id, case_id, at, how, target, outcome, detail)
        values (${org}, ${newId(world, 'prb')}, ${c.id}, ${at}::timestamptz, ${course.probe.how}, ${s.shown}, ${s.outcome}, ${JSON.stringify({ note: s.note })}::jsonb)`);
    await judgeAgain(world, tx, org, again, outcome === 'gone' ? { gone: true } : {});
    await noteAct(world, tx, org, {
      caseId: c.id,
      act: 'probe',
      by: actor,
      party: again.holder_id,
      detail: { outcome, looked: looked.length },
    });
  });
  return outcome;
}

/** Handler of the job that looks after a customer said "fixed", and again as the course of action says. */
export async function probeJob(world: World, job: Job): Promise<Temporal.Instant | undefined> {
  const id = job.payload['case'] as string;
  try {
    await probeCase(world, job.organisation, id, engine);
  } catch (cause) {
    if (!(cause instanceof Refused)) throw cause; // nothing to look at: the answer stands by itself
    return undefined;
  }
  return undefined;
}
