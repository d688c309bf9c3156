/** HTTP routes: log in and out, who am I, members and keys. */
import { setCookie } from 'hono/cookie';
import { type Api, type Ask, answers, body, createRoute, may, newApi, z } from '#io/http';
import { languages, memberRoles, Refused } from '#kernel';
import { type Member, type Organisation, passwordLength, rights, scopes } from './organisation.ts';
import { doorShape, keyShape, type Me, memberShape, meShape, rightShape } from './shapes.ts';
import { type KeyRow, rightsNow } from './store.ts';
import {
  actorFor,
  addKey,
  addMember,
  endMember,
  listKeys,
  listMembers,
  listRights,
  logIn,
  logOut,
  organisationCount,
  revokeKey,
  type Session,
  setLanguage,
  setPassword,
  setRight,
} from './work.ts';

/** Behind https the `__Host-` prefix keeps other hosts from setting it; browsers refuse that prefix without https. */
export function cookieName(publicUrl: string): string {
  return publicUrl.startsWith('https:') ? '__Host-bezem' : 'bezem';
}

/** Gives the browser its session: not readable by scripts, not sent along from other sites. */
export function giveSession(c: Ask, session: Session): void {
  const world = c.get('world');
  setCookie(c, cookieName(world.publicUrl), session.token, {
    httpOnly: true,
    sameSite: 'Lax',
    secure: world.publicUrl.startsWith('https:'),
    path: '/',
    maxAge: Math.max(0, Math.round(world.clock.now().until(session.expiresAt).total('seconds'))),
  });
}

/** Takes the session back from the browser. */
export function takeSession(c: Ask): void {
  const world = c.get('world');
  setCookie(c, cookieName(world.publicUrl), '', {
    httpOnly: true,
    sameSite: 'Lax',
    secure: world.publicUrl.startsWith('https:'),
    path: '/',
    maxAge: 0,
  });
}

/** The session token the browser sent; undefined where it sent none. */
export function sessionOf(c: Ask): string | undefined {
  const name = `${cookieName(c.get('world').publicUrl)}=`;
  for (const part of (c.req.header('cookie') ?? '').split(';')) {
    const s = part.trim();
    if (s.startsWith(name)) return s.slice(name.length) || undefined;
  }
  return undefined;
}

const memberOut = (m: Member) => ({
  id: m.id,
  name: m.name,
  email: m.email,
  role: m.role,
  language: m.language,
  state: m.state,
});

const meOut = (o: Organisation, m: Member, now: Temporal.Instant): Me => ({
  member: memberOut(m),
  organisation: {
    id: o.id,
    slug: o.slug,
    name: o.name,
    kind: o.kind,
    zone: o.zone,
    language: o.language,
    undo_seconds: o.settings.undo_seconds,
    sample: o.settings.sample,
  },
  now: now.toString(),
});

const keyOut = (k: KeyRow) => ({
  id: k.id,
  name: k.name,
  scopes: [...k.scopes],
  created_by: k.createdBy,
  created_at: k.createdAt.toString(),
  revoked_at: k.revokedAt?.toString() ?? null,
});

const done = z.object({ done: z.literal(true) });
const list = <S extends z.ZodType>(item: S) => z.object({ items: z.array(item) });
const idParam = z.object({ id: z.string() });

const routesOf = {
  door: createRoute({
    method: 'get',
    path: '/v1/session',
    operationId: 'showDoor',
    summary: 'What the log-in page needs to know',
    tags: ['session'],
    'x-may': 'public',
    responses: answers(doorShape, 'What to ask'),
  }),
  logIn: createRoute({
    method: 'post',
    path: '/v1/session',
    operationId: 'logIn',
    summary: 'Log in with e-mail address and password',
    tags: ['session'],
    'x-may': 'public',
    request: {
      body: body(
        z.object({
          email: z.string().max(320),
          password: z.string().max(1024),
          organisation: z.string().max(60).optional(),
        }),
      ),
    },
    responses: answers(meShape, 'Logged in; the session is in the cookie'),
  }),
  logOut: createRoute({
    method: 'delete',
    path: '/v1/session',
    operationId: 'logOut',
    summary: 'Log out',
    tags: ['session'],
    'x-may': 'public',
    responses: answers(done, 'Logged out'),
  }),
  me: createRoute({
    method: 'get',
    path: '/v1/me',
    operationId: 'showMe',
    summary: 'Who is logged in, for which organisation',
    tags: ['session'],
    middleware: [may('reader')] as const,
    'x-may': 'reader',
    responses: answers(meShape, 'Member and organisation'),
  }),
  changeMe: createRoute({
    method: 'post',
    path: '/v1/me',
    operationId: 'changeMe',
    summary: 'Change my language or password',
    tags: ['session'],
    middleware: [may('reader')] as const,
    'x-may': 'reader',
    request: {
      body: body(
        z.object({
          language: z.enum(languages).optional(),
          password: z.string().min(passwordLength.least).max(passwordLength.most).optional(),
        }),
      ),
    },
    responses: answers(meShape, 'Member and organisation'),
  }),
  members: createRoute({
    method: 'get',
    path: '/v1/members',
    operationId: 'listMembers',
    summary: 'Members of this organisation',
    tags: ['members'],
    middleware: [may('reader')] as const,
    'x-may': 'reader',
    responses: answers(list(memberShape), 'Members'),
  }),
  addMember: createRoute({
    method: 'post',
    path: '/v1/members',
    operationId: 'addMember',
    summary: 'Add a member',
    tags: ['members'],
    middleware: [may('admin')] as const,
    'x-may': 'admin',
    request: {
      body: body(
        z.object({
          email: z.string().max(320),
          name: z.string().min(1).max(200),
          role: z.enum(memberRoles),
          language: z.enum(languages).optional(),
          password: z.string().min(passwordLength.least).max(passwordLength.most).optional(),
        }),
      ),
    },
    responses: answers(memberShape, 'The member'),
  }),
  endMember: createRoute({
    method: 'post',
    path: '/v1/members/{id}/end',
    operationId: 'endMember',
    summary: 'End a member: no log-in any more',
    tags: ['members'],
    middleware: [may('admin')] as const,
    'x-may': 'admin',
    request: { params: idParam },
    responses: answers(memberShape, 'The member'),
  }),
  rights: createRoute({
    method: 'get',
    path: '/v1/rights',
    operationId: 'listRights',
    summary: 'Which member may do what beside its role',
    tags: ['members'],
    middleware: [may('admin')] as const,
    'x-may': 'admin',
    responses: answers(list(rightShape), 'Rights'),
  }),
  setRight: createRoute({
    method: 'post',
    path: '/v1/members/{id}/rights',
    operationId: 'setRight',
    summary: 'Give a member a right beside its role, or take it away',
    tags: ['members'],
    middleware: [may('admin')] as const,
    'x-may': 'admin',
    request: { params: idParam, body: body(z.strictObject({ right: z.enum(rights), granted: z.boolean() })) },
    responses: answers(done, 'Done'),
  }),
  keys: createRoute({
    method: 'get',
    path: '/v1/keys',
    operationId: 'listKeys',
    summary: 'Keys of this organisation',
    tags: ['members'],
    middleware: [may('admin')] as const,
    'x-may': 'admin',
    responses: answers(list(keyShape), 'Keys'),
  }),
  addKey: createRoute({
    method: 'post',
    path: '/v1/keys',
    operationId: 'addKey',
    summary: 'Make a key; its token is shown once',
    tags: ['members'],
    middleware: [may('admin')] as const,
    'x-may': 'admin',
    request: {
      body: body(z.object({ name: z.string().min(1).max(200), scopes: z.array(z.enum(scopes)).min(1) })),
    },
    responses: answers(z.object({ id: z.string(), token: z.string() }), 'The key, shown once'),
  }),
  revokeKey: createRoute({
    method: 'post',
    path: '/v1/keys/{id}/revoke',
    operationId: 'revokeKey',
    summary: 'Revoke a key',
    tags: ['members'],
    middleware: [may('admin')] as const,
    'x-may': 'admin',
    request: { params: idParam },
    responses: answers(done, 'Revoked'),
  }),
};

/** The network address of who asks; behind a proxy it is the proxy's, which then shares one limit. */
function fromOf(c: Ask): string {
  const env: unknown = c.env;
  if (typeof env === 'object' && env !== null && 'incoming' in env) {
    const incoming = env.incoming as { readonly socket?: { readonly remoteAddress?: string } };
    return incoming.socket?.remoteAddress ?? 'unknown';
  }
  return 'unknown';
}

/** Who is logged in, as `/v1/me` says it. */
async function meOf(c: Ask, token: string | undefined): Promise<Me> {
  const world = c.get('world');
  const bearer = c.req.header('authorization')?.replace(/^Bearer\s+/i, '');
  const known = await actorFor(world, { session: token, bearer });
  if (!known?.member) throw new Refused('request.not-logged-in');
  const { organisation, member } = known;
  const all = await world.db.in(organisation.id, (tx) => rightsNow(tx, organisation.id));
  const own = all.filter((r) => r.member === member.id).map((r) => r.right);
  return { ...meOut(organisation, member, world.clock.now()), rights: own };
}

export function routes(): Api {
  const api = newApi();
  api.openapi(routesOf.door, async (c) =>
    c.json({ ask_organisation: (await organisationCount(c.get('world'))) > 1 }, 200),
  );
  api.openapi(routesOf.logIn, async (c) => {
    const { email, password, organisation } = c.req.valid('json');
    const session = await logIn(c.get('world'), { email, password, organisation, from: fromOf(c) });
    giveSession(c, session);
    return c.json(await meOf(c, session.token), 200);
  });
  api.openapi(routesOf.logOut, async (c) => {
    const token = sessionOf(c);
    if (token) await logOut(c.get('world'), token);
    takeSession(c);
    return c.json({ done: true as const }, 200);
  });
  api.openapi(routesOf.me, async (c) => c.json(await meOf(c, sessionOf(c)), 200));
  api.openapi(routesOf.changeMe, async (c) => {
    const world = c.get('world');
    const actor = c.get('actor');
    const { language, password } = c.req.valid('json');
    if (actor.kind !== 'member') throw new Refused('request.not-allowed');
    const token = sessionOf(c);
    if (language) await setLanguage(world, c.get('organisation'), actor.id, language);
    // A key may not take over the account of its maker.
    if (password && !token) throw new Refused('request.not-allowed');
    if (password && token) await setPassword(world, c.get('organisation'), actor, actor.id, password, token);
    return c.json(await meOf(c, token), 200);
  });
  api.openapi(routesOf.members, async (c) => {
    const all = await listMembers(c.get('world'), c.get('organisation'), c.get('actor'));
    return c.json({ items: all.map(memberOut) }, 200);
  });
  api.openapi(routesOf.addMember, async (c) => {
    const { password, language, ...ask } = c.req.valid('json');
    const [world, org, actor] = [c.get('world'), c.get('organisation'), c.get('actor')];
    const member = await addMember(world, org, actor, { ...ask, ...(language ? { language } : {}) });
    if (password) await setPassword(world, org, actor, member.id, password);
    return c.json(memberOut(member), 200);
  });
  api.openapi(routesOf.endMember, async (c) => {
    const ended = await endMember(c.get('world'), c.get('organisation'), c.get('actor'), c.req.valid('param').id);
    return c.json(memberOut(ended), 200);
  });
  api.openapi(routesOf.rights, async (c) => {
    const all = await listRights(c.get('world'), c.get('organisation'), c.get('actor'));
    return c.json(
      { items: all.map((r) => ({ member: r.member, right: r.right, granted_at: r.grantedAt.toString() })) },
      200,
    );
  });
  api.openapi(routesOf.setRight, async (c) => {
    const { right, granted } = c.req.valid('json');
    await setRight(c.get('world'), c.get('organisation'), c.get('actor'), c.req.valid('param').id, right, granted);
    return c.json({ done: true as const }, 200);
  });
  api.openapi(routesOf.keys, async (c) => {
    const all = await listKeys(c.get('world'), c.get('organisation'), c.get('actor'));
    return c.json({ items: all.map(keyOut) }, 200);
  });
  api.openapi(routesOf.addKey, async (c) => {
    const made = await addKey(c.get('world'), c.get('organisation'), c.get('actor'), c.req.valid('json'));
    return c.json(made, 200);
  });
  api.openapi(routesOf.revokeKey, async (c) => {
    await revokeKey(c.get('world'), c.get('organisation'), c.get('actor'), c.req.valid('param').id);
    return c.json({ done: true as const }, 200);
  });
  return api;
}
