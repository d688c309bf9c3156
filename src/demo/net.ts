/** The way out as the demo has it: nobody outside is asked anything; what its channels bring lies in the demo itself. */
import { writeFile } from 'node:fs/promises';
import { type Fetched, type Net, NetFault } from '#io/net';

/** Where the sample channels fetch from. */
export const sensorHosts = ['sensornet.example', 'partners.example'] as const;

/** @param brings what an address has to tell now; without it, nothing new since the last look */
export function netInDemo(brings?: (url: URL) => string | undefined): Net {
  const nobody = (host: string) => new NetFault('name.unknown', host);
  return {
    async fetch(asked): Promise<Fetched> {
      const url = new URL(asked.url);
      if (!(sensorHosts as readonly string[]).includes(url.hostname)) throw nobody(url.hostname);
      const text = brings?.(url);
      const base = {
        headers: { 'content-type': 'text/csv' },
        address: '198.51.100.250',
        from: url.origin + url.pathname,
      };
      if (text === undefined) return { ...base, status: 304, body: Buffer.alloc(0), bytes: 0 };
      const body = Buffer.from(text);
      if (asked.file) await writeFile(asked.file, body);
      return { ...base, status: 200, body: asked.file ? Buffer.alloc(0) : body, bytes: body.length };
    },
    reach: async (host) => {
      throw nobody(host);
    },
    // Every domain of the sample takes mail; nothing else is known of any name.
    records: async (name, type) => {
      if (type === 'MX' && name.endsWith('.example')) return [{ exchange: `mail.${name}`, priority: 10 }];
      throw Object.assign(new Error('the demo asks no names'), { code: 'ENOTFOUND' });
    },
  };
}
