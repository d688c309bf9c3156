/** The frame in which every room writes its HTTP routes: who asks, behind which wall, and how a "no" is said (RFC 9457). */
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { Context, MiddlewareHandler } from 'hono';
import {
  type Actor,
  type Id,
  type Language,
  type MemberRole,
  mayAs,
  type ProblemCode,
  problems,
  Refused,
} from '#kernel';
import type { World } from './world.ts';

export { createRoute, z };

export interface Asking {
  Variables: {
    world: World;
    /** Set by the desk after log-in, key or link; routes behind `may` always have it. */
    actor: Actor;
    organisation: Id<'org'>;
    language: Language;
  };
}
export type Api = OpenAPIHono<Asking>;
export type Ask = Context<Asking>;

/** A fresh set of routes; invalid input becomes a problem that names each field. */
export function newApi(): Api {
  return new OpenAPIHono<Asking>({
    defaultHook: (result) => {
      if (result.success) return;
      const fields: Record<string, string> = {};
      for (const issue of result.error.issues) fields[issue.path.map(String).join('.') || 'body'] = issue.message;
      throw new Refused(
        'request.invalid',
        Object.entries(fields)
          .map(([f, m]) => `${f}: ${m}`)
          .join('; '),
        fields,
      );
    },
  });
}

/** Only members with at least this role. A stranger has no actor at all and hears "log in first". */
export function may(role: MemberRole): MiddlewareHandler<Asking> {
  return async (c, next) => {
    const actor = c.get('actor') as Actor | undefined;
    if (!actor) throw new Refused('request.not-logged-in');
    if (!mayAs(actor, role)) throw new Refused('request.not-allowed');
    await next();
  };
}

export const problemShape = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    code: z.string(),
    detail: z.string().optional(),
    fields: z.record(z.string(), z.string()).optional(),
  })
  .openapi('Problem');

/** problem+json of a refusal, in the language of who asks. */
export function problemOf(
  code: ProblemCode,
  language: Language,
  detail?: string,
  fields?: Readonly<Record<string, string>>,
) {
  return {
    type: `/docs/problems#${code}`,
    title: problems[code][language],
    status: problems[code].status,
    code,
    ...(detail ? { detail } : {}),
    ...(fields ? { fields } : {}),
  };
}

/** The answers a route may give: its own, and the problems every route may say. */
export function answers<S extends z.ZodType>(schema: S, description: string) {
  const problem = { description: 'Problem', content: { 'application/problem+json': { schema: problemShape } } };
  return {
    200: { description, content: { 'application/json': { schema } } },
    400: problem,
    401: problem,
    403: problem,
    404: problem,
    409: problem,
    422: problem,
  } as const;
}

/** A file as answer: its bytes, and the problems every route may say. */
export function answersFile<T extends string>(type: T, description: string) {
  const content = { [type]: { schema: z.string().openapi({ format: 'binary' }) } } as Record<
    T,
    { readonly schema: z.ZodString }
  >;
  return { ...answers(z.string(), description), 200: { description, content } } as const;
}

/** A JSON body of this shape. */
export function body<S extends z.ZodType>(schema: S) {
  return { required: true, content: { 'application/json': { schema } } } as const;
}

/** Cursor pages: `limit` rows, and where the next page begins. */
export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(500).optional(),
});

/** An opaque cursor of plain values. */
export const writeCursor = (values: readonly (string | number | null)[]) =>
  Buffer.from(JSON.stringify(values)).toString('base64url');

/** @throws Refused `request.invalid` where the text is not a cursor this program wrote */
export function readCursor(text: string): readonly (string | number | null)[] {
  try {
    const values: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    if (Array.isArray(values)) return values as (string | number | null)[];
  } catch {
    // said below
  }
  throw new Refused('request.invalid', 'cursor: not one that was given out');
}
