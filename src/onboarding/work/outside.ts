/** What is asked of others, through the one guarded way out: mail hosts, registers, the operator's gateway. */
import type { Net } from '#io/net';
import type { World } from '#io/world';
import { cleanHost } from '#kernel';
import type { MailSeen } from '../checks/contact.ts';
import {
  type Asked,
  fromKvk,
  type GleifRecord,
  gleifRecord,
  isKvk,
  isLei,
  kvkProfile,
  type RegisterSeen,
  readVat,
  type ViesAnswer,
  viesAnswer,
} from '../checks/numbers.ts';
import type { Statement } from '../statement.ts';
import type { Secrets, Settings } from '../store/settings.ts';

const limits = { timeoutMs: 15_000, maxBytes: 512 * 1024 } as const;
const codeOf = (cause: unknown) => (cause as { code?: string }).code ?? '';
const noRecord = (cause: unknown) => ['ENODATA', 'ENOTFOUND', 'NOTFOUND', 'NODATA'].includes(codeOf(cause));

/** Hosts that take mail for a domain, as the resolver says. */
export async function mailHosts(net: Net, email: string): Promise<Pick<MailSeen, 'mx' | 'address'>> {
  const domain = cleanHost(email.slice(email.lastIndexOf('@') + 1));
  if (!domain) return { mx: [], address: false };
  let mx: MailSeen['mx'];
  try {
    const found = (await net.records(domain, 'MX')) as readonly {
      readonly exchange: string;
      readonly priority: number;
    }[];
    const hosts = [...found].sort((a, b) => a.priority - b.priority).map((r) => r.exchange.replace(/\.$/, ''));
    mx = hosts.length === 1 && hosts[0] === '' ? 'null_mx' : hosts.filter((h) => h !== '');
  } catch (cause) {
    if (!noRecord(cause)) return { mx: null, address: false };
    mx = [];
  }
  if (mx.length > 0) return { mx, address: false };
  for (const type of ['A', 'AAAA'] as const)
    try {
      if (((await net.records(domain, type)) as readonly string[]).length > 0) return { mx, address: true };
    } catch (cause) {
      if (!noRecord(cause)) return { mx: null, address: false };
    }
  return { mx, address: false };
}

async function json(net: Net, asked: Parameters<Net['fetch']>[0]): Promise<unknown> {
  const answer = await net.fetch(asked);
  if (answer.status === 404) return 'not_found';
  if (answer.status !== 200) return 'silent';
  return JSON.parse(answer.body.toString('utf8')) as unknown;
}

const slash = (url: string) => url.replace(/\/+$/, '');

/** The KvK register, where a Dutch number was given and an address with key is set. */
export async function askRegister(
  net: Net,
  s: Statement,
  settings: Settings,
  secrets: Secrets,
): Promise<Asked<RegisterSeen>> {
  const number = s.company_number?.replace(/[\s.]/g, '');
  if (!settings.kvkUrl || !number || s.country !== 'NL' || !isKvk(number)) return 'not_configured';
  try {
    const answer = await json(net, {
      url: `${slash(settings.kvkUrl)}/v1/basisprofielen/${number}`,
      ...(secrets.kvk ? { secretHeaders: { apikey: secrets.kvk } } : {}),
      headers: { accept: 'application/json' },
      ...limits,
    });
    if (answer === 'not_found' || answer === 'silent') return answer;
    const read = kvkProfile.safeParse(answer);
    return read.success ? fromKvk(read.data) : 'silent';
  } catch {
    return 'silent';
  }
}

/** VIES, for a number of the right form. */
export async function askVat(net: Net, s: Statement, settings: Settings): Promise<Asked<ViesAnswer>> {
  const vat = s.vat ? readVat(s.vat) : undefined;
  if (!settings.viesUrl || !vat) return 'not_configured';
  try {
    const answer = await json(net, {
      url: `${slash(settings.viesUrl)}/check-vat-number`,
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ countryCode: vat.country, vatNumber: vat.number }),
      ...limits,
    });
    if (answer === 'not_found' || answer === 'silent') return 'silent';
    const read = viesAnswer.safeParse(answer);
    return read.success ? read.data : 'silent';
  } catch {
    return 'silent';
  }
}

export async function askLei(net: Net, s: Statement, settings: Settings): Promise<Asked<GleifRecord>> {
  if (!settings.gleifUrl || !s.lei || !isLei(s.lei)) return 'not_configured';
  try {
    const answer = await json(net, {
      url: `${slash(settings.gleifUrl)}/api/v1/lei-records/${s.lei.replace(/\s/g, '').toUpperCase()}`,
      headers: { accept: 'application/vnd.api+json' },
      ...limits,
    });
    if (answer === 'not_found' || answer === 'silent') return answer;
    const read = gleifRecord.safeParse(answer);
    return read.success ? read.data : 'silent';
  } catch {
    return 'silent';
  }
}

/** Sends a text to a phone by the operator's own gateway. @returns false where it refused or did not answer */
export async function sendText(
  world: Pick<World, 'net' | 'log'>,
  settings: Settings,
  secrets: Secrets,
  to: string,
  text: string,
): Promise<boolean> {
  if (!settings.gatewayUrl) return false;
  try {
    const answer = await world.net.fetch({
      url: settings.gatewayUrl,
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      ...(secrets.gateway ? { secretHeaders: { authorization: `Bearer ${secrets.gateway}` } } : {}),
      body: JSON.stringify({ to, text }),
      ...limits,
    });
    return answer.status >= 200 && answer.status < 300;
  } catch (cause) {
    world.log.warn({ code: codeOf(cause) }, 'the gateway for codes did not answer');
    return false;
  }
}
