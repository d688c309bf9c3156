/** nginx: lines of an include file for a `map` (pages) or of `deny` rules (addresses), and a reload. */
import { z } from 'zod';
import { type Ask, accepted, adapter, type Done, type Doors, optionText, refused } from '../adapter.ts';

/**
 * The line of the include file. A page stands in a map of `$host$uri`: `"example.nl/bank/" 1;`; an address is denied.
 * Quotes and control characters would end the string, so a page with them is refused.
 */
function line(a: Pick<Ask, 'what' | 'target'>): string | undefined {
  if (a.what === 'null_route')
    return a.target.ip && /^[0-9a-f.:]+$/i.test(a.target.ip) ? `deny ${a.target.ip};` : undefined;
  if (a.what === 'disable_site')
    return a.target.host && /^[\w.-]+$/.test(a.target.host)
      ? `"~^${a.target.host.replaceAll('.', '\\.')}/" 1;`
      : undefined;
  let page: URL;
  try {
    page = new URL(a.target.url ?? '');
  } catch {
    return undefined;
  }
  const path = decodeURIComponent(page.pathname);
  return /["\\\p{Cc}$]/u.test(path) ? undefined : `"${page.hostname}${path}" 1;`;
}

async function turn(a: Ask, doors: Doors, denied: boolean): Promise<Done> {
  const wanted = line(a);
  if (!wanted) return refused('this cannot be written as a line of nginx');
  const path = optionText(a, 'file');
  const before = (await doors.read(path)) ?? '';
  const rest = before.split('\n').filter((l) => l.trim() !== '' && l.trim() !== wanted);
  await doors.write(path, [...rest, ...(denied ? [wanted] : []), ''].join('\n'));
  const test = a.options['test'] as readonly string[] | undefined;
  if (test) {
    const checked = await doors.run(test);
    if (checked.code !== 0) {
      await doors.write(path, before);
      return refused(`nginx refuses the file, it was put back: ${checked.out}`);
    }
  }
  const { code, out } = await doors.run(a.options['reload'] as readonly string[]);
  return code === 0 ? accepted(out || 'reloaded') : refused(`reload: ${out}`, true);
}

export default adapter({
  id: 'nginx',
  title: { nl: 'nginx', en: 'nginx' },
  docs: 'https://nginx.org/en/docs/http/ngx_http_map_module.html',
  options: z.strictObject({
    file: z.string().startsWith('/'),
    test: z.array(z.string().min(1)).min(1).optional(),
    reload: z.array(z.string().min(1)).min(1),
  }),
  secrets: [],
  can: ['disable_url', 'disable_site', 'null_route'],
  final: [],
  needs: (what) => (what === 'disable_url' ? ['url'] : what === 'disable_site' ? ['host'] : ['ip']),
  says: (a) => ({
    nl: `nginx weigert: ${line(a) ?? 'dit kan niet'}`,
    en: `nginx refuses: ${line(a) ?? 'this is not possible'}`,
  }),
  execute: (a, doors) => turn(a, doors, true),
  async verify(a, doors) {
    const wanted = line(a);
    const text = await doors.read(optionText(a, 'file'));
    if (!wanted || text === null) return 'unclear';
    return text.split('\n').some((l) => l.trim() === wanted) ? 'in_force' : 'not_in_force';
  },
  revert: (a, doors) => turn(a, doors, false),
});
