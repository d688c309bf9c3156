/** The stream of AnubisNetworks (Cyberfeed): machines that spoke to its sinkholes, as JSON. */
import { cleanHost, prefixFrom } from '#kernel';
import { feedFormat } from './feed/feed.ts';
import { terms } from './feed/terms.ts';
import { present, urlOf } from './values/fields.ts';

export default feedFormat({
  id: 'anubis',
  title: { nl: 'AnubisNetworks', en: 'AnubisNetworks' },
  feed: { url: 'https://prod.cyberfeed.net/stream?key={KEY}', every: 'PT1M', note: terms.paid, needsKey: true },
  match: [
    { kind: 'file', body: /"(?:_geo_env_remote_addr|_geo_src_ip)"\s*:/, weight: 90 },
    { kind: 'file', body: /"trojanfamily"\s*:/, weight: 70 },
    { kind: 'file', body: /"malw"\s*:\s*\{/, weight: 60 },
  ],
  shape: 'json',
  needs: ['_ts'],
  fields: {
    ip: { from: ['src.ip', 'env.remote_addr'] },
    port: { from: ['src.port', 'env.remote_port'] },
    asn: { from: ['_geo_src_ip.asn', '_geo_env_remote_addr.asn'] },
    time: { from: '_ts', unit: 'seconds' },
    first: { from: 'tracking.first', unit: 'seconds' },
    last: { from: 'tracking.seen', unit: 'seconds' },
    malware: { from: ['malw.variant', 'malw.family', 'trojanfamily'] },
    application: { from: ['app_proto', 'comm.proto'] },
    target_ip: { from: ['dst.ip', 'env.server_addr'] },
    target_port: { from: ['dst.port', 'env.server_port'] },
    target_host: { from: ['env.server_name', 'comm.http.host', 'comm.dns.name'] },
    as_sent: { from: ['_origin', 'malw.categories'] },
    reference: 'tracking.id',
  },
  kind: 'malware.infected_host',
  org: 'AnubisNetworks',
  domain: 'anubisnetworks.com',
  timed: true,
  // Their test family is no infection.
  passOver: (row) => /^TestSinkholingLoss$/i.test(row.get('malw.family') ?? ''),
  finish: (finding, row) => {
    const ip = row.get('_geo_src_ip.ip') ?? row.get('_geo_env_remote_addr.ip');
    const mask = row.get('_geo_src_ip.netmask') ?? row.get('_geo_env_remote_addr.netmask');
    const prefix = ip && mask ? prefixFrom(ip, mask) : undefined;
    const host = row.get('comm.http.host');
    const url = host && row.get('comm.http.path') ? urlOf(`http://${host}${row.get('comm.http.path')}`) : undefined;
    const target = present({
      ip: finding.target?.ip,
      port: finding.target?.port,
      host: finding.target?.host ?? cleanHost(host ?? ''),
      url,
    });
    return [{ ...finding, ...(prefix ? { prefix } : {}), ...(Object.keys(target).length > 0 ? { target } : {}) }];
  },
});
