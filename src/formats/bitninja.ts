/** BitNinja: an address that attacked its sensors, with the kind of attack and the moment in UTC. */
import { address, moment } from './template/finders.ts';
import { template } from './template/template.ts';

export default template({
  id: 'bitninja',
  version: 1,
  title: { nl: 'BitNinja-melding', en: 'BitNinja report' },
  match: [
    { kind: 'mail', from: /@(?:[\w-]{1,40}\.)?bitninja\.(?:io|com|net)$/i, weight: 60 },
    {
      kind: 'mail',
      body: /\b(?:reported by|by) BitNinja\b|BitNinja(?:\.io)? (?:Server Security|incident)/i,
      weight: 40,
    },
    { kind: 'mail', subject: /Your server .{0,50} has been registered as an attack source/i, weight: 50 },
  ],
  fields: {
    ip: [
      { re: /^Subject:.*?\bYour server ([0-9a-f.:]{3,45})/im },
      { re: /\b(?:The source|your server(?: with the IP)?|IP(?: address)?:?|host) ([0-9a-f.:]{7,45})/i },
      address,
    ],
    kind: {
      re: /^Attack type:[ \t]*(.+)$/im,
      map: {
        'http-botnet': 'malware.infected_host',
        botnet: 'malware.infected_host',
        brute: 'attack.bruteforce',
        login: 'attack.bruteforce',
        xmlrpc: 'attack.bruteforce',
        wordpress: 'attack.bruteforce',
        ssh: 'attack.bruteforce',
        scan: 'attack.scan',
        honeypot: 'attack.scan',
        dos: 'ddos.source',
        spam: 'spam.source',
        inject: 'attack.exploit',
        waf: 'attack.exploit',
        sqli: 'attack.exploit',
      },
    },
    seenAt: [{ re: /^Timestamp \(UTC\):[ \t]*(.{8,40})$/im }, moment],
    port: { re: /^(?:Source )?Port:[ \t]*(\d{1,5})/im },
    'target.url': { re: /^(?:Target )?Url:[ \t]*\[?(https?:\/\/[^\s\]]{3,2000})/im },
  },
  constants: { kind: 'attack.exploit', zone: 'UTC', reporter: { org: 'BitNinja' } },
  required: ['ip'],
});
