/** HTTP routes of onboarding: for the desk, and for a provider's own order flow. Each reading of one is a line in the journal. */
import { type Api, answers, body, createRoute, may, newApi, pageQuery, readCursor, writeCursor, z } from '#io/http';
import { Refused } from '#kernel';
import { checkIds } from '#law';
import { campaignActs, newCampaign } from './campaign.ts';
import { mayProvision, onboardingActs, onboardingStates } from './life.ts';
import {
  campaignShape,
  onboardingPage,
  onboardingShape,
  overviewShape,
  paidInShape,
  settingsBody,
  settingsShape,
  startedShape,
  whatIfShape,
} from './shapes.ts';
import { statementShape } from './statement.ts';
import { readWhmcs, whmcsAnswer, whmcsBody } from './whmcs.ts';
import {
  actOnCampaign,
  actOnOnboarding,
  addCampaign,
  askMailAgain,
  changeSettings,
  changeStatement,
  checkAgain,
  decideConsequence,
  giveCode,
  importStatement,
  type OnboardingHands,
  onboardingsPage,
  overview,
  readSettings,
  recordCheck,
  recordsOfParty,
  rowOf,
  sendCode,
  showCampaign,
  showCampaigns,
  showOnboarding,
  startOnboarding,
  stateOfOrder,
  takeProviderPayment,
  whatIfReport,
} from './work.ts';

const tags = ['onboarding'];
const id = z.object({ id: z.string().max(64) });
const mostStatementBytes = 32 * 1024 * 1024;

const start = createRoute({
  method: 'post',
  path: '/v1/onboardings',
  operationId: 'startOnboarding',
  summary: 'Begins to know a customer; the same order again is the same onboarding',
  tags,
  'x-may': 'handler',
  middleware: [may('handler')] as const,
  request: {
    body: body(
      z.strictObject({
        statement: statementShape,
        party: z.string().max(64).optional(),
        order: z.string().max(120).optional(),
        pack: z.string().max(60).optional(),
      }),
    ),
  },
  responses: answers(startedShape, 'Where it stands, what the first payment mentions, and the customer’s page'),
});
const list = createRoute({
  method: 'get',
  path: '/v1/onboardings',
  operationId: 'listOnboardings',
  summary: 'Onboardings, what waits longest on top',
  tags,
  'x-may': 'handler',
  middleware: [may('handler')] as const,
  request: { query: pageQuery.extend({ state: z.enum(['waiting', 'all', ...onboardingStates]).default('waiting') }) },
  responses: answers(onboardingPage, 'Onboardings'),
});
const show = createRoute({
  method: 'get',
  path: '/v1/onboardings/{id}',
  operationId: 'showOnboarding',
  summary: 'One onboarding: statement, evidence, comparison; what it comes to stands below',
  tags,
  'x-may': 'handler',
  middleware: [may('handler')] as const,
  request: { params: id },
  responses: answers(onboardingShape, 'The onboarding'),
});
const act = createRoute({
  method: 'post',
  path: '/v1/onboardings/{id}',
  operationId: 'actOnOnboarding',
  summary: 'Admits, proposes, confirms, refuses, returns, withdraws or reopens; with a reason of one’s own',
  tags,
  'x-may': 'handler',
  middleware: [may('handler')] as const,
  request: {
    params: id,
    body: body(
      z.strictObject({
        act: z.enum(onboardingActs),
        reason: z.string().max(4000).default(''),
        version: z.number().int().optional(),
      }),
    ),
  },
  responses: answers(onboardingShape, 'The onboarding as it is now'),
});
const change = createRoute({
  method: 'patch',
  path: '/v1/onboardings/{id}',
  operationId: 'changeOnboarding',
  summary: 'Mends what the customer said; every check is made anew',
  tags,
  'x-may': 'handler',
  middleware: [may('handler')] as const,
  request: { params: id, body: body(statementShape.partial()) },
  responses: answers(onboardingShape, 'The onboarding as it is now'),
});
const check = createRoute({
  method: 'post',
  path: '/v1/onboardings/{id}/check',
  operationId: 'checkOnboarding',
  summary: 'Makes every check anew, or records what a colleague saw for one of them',
  tags,
  'x-may': 'handler',
  middleware: [may('handler')] as const,
  request: {
    params: id,
    body: body(
      z.union([
        z.strictObject({
          check: z.enum(checkIds),
          verdict: z.enum(['pass', 'fail', 'not_applicable']),
          why: z.string().max(4000),
          /** K8: how, at which level and on which day an identity was seen. No copy and no citizen service number. */
          seen: z
            .strictObject({
              how: z.string().trim().min(2).max(120),
              level: z.string().trim().min(2).max(60),
              on: z.iso.date(),
            })
            .optional(),
        }),
        z.strictObject({}),
      ]),
    ),
  },
  responses: answers(onboardingShape, 'The onboarding as it is now'),
});
const reach = createRoute({
  method: 'post',
  path: '/v1/onboardings/{id}/reach',
  operationId: 'reachCustomer',
  summary: 'Sends the mail or the code again, or gives the code that came back',
  tags,
  'x-may': 'handler',
  middleware: [may('handler')] as const,
  request: {
    params: id,
    body: body(z.strictObject({ how: z.enum(['mail', 'phone', 'code']), code: z.string().max(12).optional() })),
  },
  responses: answers(z.object({ sent: z.boolean() }), 'Whether it went out'),
});
const statement = createRoute({
  method: 'post',
  path: '/v1/bank_statements',
  operationId: 'importBankStatement',
  summary: 'Takes a statement in (CAMT.053, MT940 or CSV); lines without a reference of ours are forgotten',
  tags,
  'x-may': 'handler',
  middleware: [may('handler')] as const,
  request: { body: { required: false, content: { 'application/octet-stream': { schema: z.string() } } } },
  responses: answers(paidInShape, 'What was matched'),
});
const payment = createRoute({
  method: 'post',
  path: '/v1/payments',
  operationId: 'takePayment',
  summary: 'What a payment provider tells: Stripe, Mollie, or our own plain shape',
  tags,
  'x-may': 'handler',
  middleware: [may('handler')] as const,
  request: { body: body(z.record(z.string(), z.unknown())) },
  responses: answers(
    z.object({ taken: paidInShape.nullable() }),
    'What was matched; null where it tells of no payment',
  ),
});
const records = createRoute({
  method: 'get',
  path: '/v1/parties/{id}/onboarding_records',
  operationId: 'exportOnboardings',
  summary: 'Everything recorded to know a party, for a request of access (GDPR art. 15)',
  tags,
  'x-may': 'decider',
  middleware: [may('decider')] as const,
  request: { params: id },
  responses: answers(z.object({ items: z.array(z.record(z.string(), z.unknown())) }), 'The records'),
});
const about = createRoute({
  method: 'get',
  path: '/v1/onboarding_overview',
  operationId: 'onboardingOverview',
  summary: 'Profiles, consequences that wait, and whether people follow the engine too much',
  tags,
  'x-may': 'handler',
  middleware: [may('handler')] as const,
  responses: answers(overviewShape, 'Overview'),
});
const whatIf = createRoute({
  method: 'get',
  path: '/v1/onboarding_what_if',
  operationId: 'onboardingWhatIf',
  summary: 'What a profile would mean for the customers of a moment: who fails, hours of work, customers hit',
  tags,
  'x-may': 'handler',
  middleware: [may('handler')] as const,
  request: { query: z.object({ pack: z.string().max(60), at: z.iso.datetime({ offset: true }).optional() }) },
  responses: answers(whatIfShape, 'The report'),
});
const campaigns = createRoute({
  method: 'get',
  path: '/v1/campaigns',
  operationId: 'listCampaigns',
  summary: 'Campaigns over customers that are there already, with their progress',
  tags,
  'x-may': 'handler',
  middleware: [may('handler')] as const,
  responses: answers(z.object({ items: z.array(campaignShape) }), 'Campaigns'),
});
const makeCampaign = createRoute({
  method: 'post',
  path: '/v1/campaigns',
  operationId: 'addCampaign',
  summary: 'Draws up a campaign; nothing goes out until a decider starts it',
  tags,
  'x-may': 'handler',
  middleware: [may('handler')] as const,
  request: { body: body(newCampaign) },
  responses: answers(campaignShape, 'The campaign'),
});
const campaignAct = createRoute({
  method: 'post',
  path: '/v1/campaigns/{id}',
  operationId: 'actOnCampaign',
  summary: 'Starts, pauses, ends or drops a campaign',
  tags,
  'x-may': 'handler',
  middleware: [may('handler')] as const,
  request: { params: id, body: body(z.strictObject({ act: z.enum(campaignActs) })) },
  responses: answers(campaignShape, 'The campaign'),
});
const consequence = createRoute({
  method: 'post',
  path: '/v1/onboarding_proposals/{id}',
  operationId: 'decideConsequence',
  summary: 'Decides a consequence that a campaign proposed, with a reason of one’s own',
  tags,
  'x-may': 'decider',
  middleware: [may('decider')] as const,
  request: { params: id, body: body(z.strictObject({ followed: z.boolean(), why: z.string().max(4000) })) },
  responses: answers(overviewShape, 'What still waits'),
});
const settings = createRoute({
  method: 'get',
  path: '/v1/onboarding_settings',
  operationId: 'onboardingSettings',
  summary: 'Profile, own lists, gateway and registers',
  tags,
  'x-may': 'handler',
  middleware: [may('handler')] as const,
  responses: answers(settingsShape, 'Settings'),
});
const setSettings = createRoute({
  method: 'put',
  path: '/v1/onboarding_settings',
  operationId: 'setOnboardingSettings',
  summary: 'Changes profile, own lists, gateway and registers; secrets go in and never come out',
  tags,
  'x-may': 'admin',
  middleware: [may('admin')] as const,
  request: { body: body(settingsBody) },
  responses: answers(settingsShape, 'Settings'),
});
const whmcs = createRoute({
  method: 'post',
  path: '/v1/hooks/whmcs',
  operationId: 'whmcsHook',
  summary: 'Hook in the shape of WHMCS: a client or order begins, or a module asks whether it may be created',
  tags,
  'x-may': 'handler',
  middleware: [may('handler')] as const,
  request: { body: body(whmcsBody) },
  responses: answers(whmcsAnswer, 'What the hook returns to WHMCS'),
});

/** Routes of this room. */
export function routes(hands: OnboardingHands): Api {
  return newApi()
    .openapi(start, async (c) => {
      const b = c.req.valid('json');
      const done = await startOnboarding(c.get('world'), c.get('organisation'), c.get('actor'), {
        statement: b.statement,
        via: 'api',
        ...(b.party ? { party: b.party } : {}),
        ...(b.order ? { order: b.order } : {}),
        ...(b.pack ? { pack: b.pack } : {}),
      });
      return c.json({ ...(await asStarted(c.get('world'), c.get('organisation'), done)) }, 200);
    })
    .openapi(list, async (c) => {
      const { limit, cursor, state } = c.req.valid('query');
      const [at, last] = cursor ? readCursor(cursor) : [];
      const found = await onboardingsPage(c.get('world'), c.get('organisation'), {
        state,
        limit: limit + 1,
        ...(cursor ? { after: { at: String(at), id: String(last) } } : {}),
      });
      const items = found.slice(0, limit);
      const end = items.at(-1);
      return c.json(
        {
          items: items.map(rowOf),
          next: found.length > limit && end ? writeCursor([end.changedAt.toString(), end.id]) : null,
        },
        200,
      );
    })
    .openapi(show, async (c) =>
      c.json(await showOnboarding(c.get('world'), c.get('organisation'), c.get('actor'), c.req.valid('param').id), 200),
    )
    .openapi(act, async (c) => {
      const b = c.req.valid('json');
      const [world, org, actor, one] = [c.get('world'), c.get('organisation'), c.get('actor'), c.req.valid('param').id];
      await actOnOnboarding(world, org, actor, one, b.act, b.reason, b.version);
      return c.json(await showOnboarding(world, org, actor, one), 200);
    })
    .openapi(change, async (c) => {
      const [world, org, actor, one] = [c.get('world'), c.get('organisation'), c.get('actor'), c.req.valid('param').id];
      // What was not sent stays what it was: defaults of a whole statement do not count here.
      const sent = (await c.req.json()) as Record<string, unknown>;
      const given = Object.fromEntries(Object.entries(c.req.valid('json')).filter(([k]) => k in sent));
      await changeStatement(world, org, actor, one, given, hands);
      return c.json(await showOnboarding(world, org, actor, one), 200);
    })
    .openapi(check, async (c) => {
      const b = c.req.valid('json');
      const [world, org, actor, one] = [c.get('world'), c.get('organisation'), c.get('actor'), c.req.valid('param').id];
      if ('why' in b && typeof b.why === 'string')
        await recordCheck(world, org, actor, one, b.check, { verdict: b.verdict, why: b.why, seen: b.seen });
      else await checkAgain(world, org, actor, one, hands);
      return c.json(await showOnboarding(world, org, actor, one), 200);
    })
    .openapi(reach, async (c) => {
      const b = c.req.valid('json');
      const [world, org, one] = [c.get('world'), c.get('organisation'), c.req.valid('param').id];
      if (b.how === 'mail') await askMailAgain(world, org, one);
      else if (b.how === 'code') await giveCode(world, org, one, b.code ?? '', hands);
      else return c.json({ sent: await sendCode(world, org, one, hands) }, 200);
      return c.json({ sent: true }, 200);
    })
    .openapi(statement, async (c) => {
      const bytes = Buffer.from(await c.req.arrayBuffer());
      if (bytes.length > mostStatementBytes) throw new Refused('request.too-large');
      const done = await importStatement(c.get('world'), c.get('organisation'), c.get('actor'), bytes, hands);
      return c.json({ ...done, verdicts: { ...done.verdicts }, onboardings: [...done.onboardings] }, 200);
    })
    .openapi(payment, async (c) => {
      const done = await takeProviderPayment(
        c.get('world'),
        c.get('organisation'),
        c.get('actor'),
        c.req.valid('json'),
        hands,
      );
      return c.json(
        { taken: done ? { ...done, verdicts: { ...done.verdicts }, onboardings: [...done.onboardings] } : null },
        200,
      );
    })
    .openapi(records, async (c) =>
      c.json(
        {
          items: [
            ...(await recordsOfParty(c.get('world'), c.get('organisation'), c.get('actor'), c.req.valid('param').id)),
          ],
        },
        200,
      ),
    )
    .openapi(about, async (c) => c.json(await overview(c.get('world'), c.get('organisation')), 200))
    .openapi(whatIf, async (c) => {
      const { pack, at } = c.req.valid('query');
      return c.json(
        await whatIfReport(c.get('world'), c.get('organisation'), pack, at ? Temporal.Instant.from(at) : undefined),
        200,
      );
    })
    .openapi(campaigns, async (c) =>
      c.json({ items: [...(await showCampaigns(c.get('world'), c.get('organisation'), c.get('actor')))] }, 200),
    )
    .openapi(makeCampaign, async (c) => {
      const [world, org, actor] = [c.get('world'), c.get('organisation'), c.get('actor')];
      return c.json(
        await showCampaign(world, org, actor, await addCampaign(world, org, actor, c.req.valid('json'))),
        200,
      );
    })
    .openapi(campaignAct, async (c) => {
      const [world, org, actor, one] = [c.get('world'), c.get('organisation'), c.get('actor'), c.req.valid('param').id];
      await actOnCampaign(world, org, actor, one, c.req.valid('json').act);
      return c.json(await showCampaign(world, org, actor, one), 200);
    })
    .openapi(consequence, async (c) => {
      const b = c.req.valid('json');
      await decideConsequence(
        c.get('world'),
        c.get('organisation'),
        c.get('actor'),
        c.req.valid('param').id,
        b.followed,
        b.why,
      );
      return c.json(await overview(c.get('world'), c.get('organisation')), 200);
    })
    .openapi(settings, async (c) => c.json(await readSettings(c.get('world'), c.get('organisation')), 200))
    .openapi(setSettings, async (c) => {
      const { secrets, ...wish } = c.req.valid('json');
      const given = Object.fromEntries(Object.entries(secrets).filter(([, v]) => v !== undefined)) as Record<
        string,
        string
      >;
      await changeSettings(c.get('world'), c.get('organisation'), c.get('actor'), wish, given);
      return c.json(await readSettings(c.get('world'), c.get('organisation')), 200);
    })
    .openapi(whmcs, async (c) => {
      const [world, org, actor] = [c.get('world'), c.get('organisation'), c.get('actor')];
      const asked = readWhmcs(c.req.valid('json'));
      if (asked.kind === 'may_provision') {
        const o = await stateOfOrder(world, org, asked.order);
        const free = o !== undefined && mayProvision(o.state, o.via);
        return c.json(
          {
            result: 'success' as const,
            onboarding: o?.number ?? null,
            state: o?.state ?? null,
            may_provision: free,
            page: null,
            reference: null,
            ...(free ? {} : { abortcmd: true }),
          },
          200,
        );
      }
      const done = await startOnboarding(world, org, actor, {
        statement: asked.statement,
        via: 'hook',
        order: asked.order,
      });
      const s = await asStarted(world, org, done);
      return c.json(
        {
          result: 'success' as const,
          onboarding: s.number,
          state: s.state,
          may_provision: s.may_provision,
          page: s.page,
          reference: s.reference,
        },
        200,
      );
    });
}

async function asStarted(
  world: Parameters<typeof startOnboarding>[0],
  org: Parameters<typeof startOnboarding>[1],
  done: Awaited<ReturnType<typeof startOnboarding>>,
) {
  const o = await stateOfOrder(world, org, done.id);
  return {
    id: done.id,
    party: done.party,
    number: done.number,
    state: o?.state ?? 'started',
    may_provision: o ? mayProvision(o.state, o.via) : false,
    reference: done.reference,
    page: done.page,
  };
}
