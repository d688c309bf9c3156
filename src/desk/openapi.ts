/** The OpenAPI 3.1 description of every route of every room: the same text each time, so that drift can fail. */
import { OpenAPIHono } from '@hono/zod-openapi';
import type { Api, Asking } from '#io/http';

/** Keys sorted, order of lists kept: the text does not depend on the order in which rooms were loaded. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      .map(([k, v]) => [k, sorted(v)]),
  );
}

export interface RouteLine {
  readonly method: string;
  readonly path: string;
  /** `public`, `intake` (handlers and keys for intake), or the role that may at least ask. Undefined where the route does not say. */
  readonly may: string | undefined;
}

function document(apis: readonly Api[]) {
  const all = new OpenAPIHono<Asking>();
  for (const api of apis) all.route('/', api);
  all.openAPIRegistry.registerComponent('securitySchemes', 'session', {
    type: 'apiKey',
    in: 'cookie',
    name: 'bezem',
    description: 'Session of the desk; `__Host-bezem` where the desk is served over https.',
  });
  all.openAPIRegistry.registerComponent('securitySchemes', 'key', {
    type: 'http',
    scheme: 'bearer',
    description: 'An API key: `bezem key add`.',
  });
  return all.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Bezem',
      version: '1',
      description:
        'Reports in, holder at that moment, case, letter, clock and proof. Times are RFC 3339 in UTC; lists give a cursor for the next page; every "no" is problem+json (RFC 9457).',
      license: { name: 'EUPL-1.2', url: 'https://spdx.org/licenses/EUPL-1.2.html' },
    },
    servers: [{ url: '/' }],
    security: [{ session: [] }, { key: [] }],
  });
}

/** The text of openapi.json. */
export function openapiText(apis: readonly Api[]): string {
  return `${JSON.stringify(sorted(document(apis)), null, 2)}\n`;
}

const methods = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** Every described route, with who may ask it. */
export function routeLines(apis: readonly Api[]): readonly RouteLine[] {
  const lines: RouteLine[] = [];
  for (const [path, item] of Object.entries(document(apis).paths ?? {}))
    for (const method of methods) {
      const operation = item[method] as Readonly<Record<string, unknown>> | undefined;
      if (!operation) continue;
      const who = operation['x-may'];
      lines.push({ method, path, may: typeof who === 'string' ? who : undefined });
    }
  return lines.sort((a, b) => (`${a.path} ${a.method}` < `${b.path} ${b.method}` ? -1 : 1));
}
