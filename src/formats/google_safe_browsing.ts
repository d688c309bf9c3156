/** Google in words: pages that Safe Browsing or Search Console warns about, without the XML of the network alerts. */
import { address, host, lonePages, moment, pages } from './template/finders.ts';
import { template } from './template/template.ts';

export default template({
  id: 'google_safe_browsing',
  version: 1,
  title: { nl: 'Google-waarschuwing over een pagina', en: 'Google warning about a page' },
  match: [
    {
      kind: 'mail',
      from: /@(?:[\w-]{1,40}\.)?google\.com$/i,
      subject: /safe ?browsing|phishing|malware|social engineering|hacked|security issues?/i,
      weight: 60,
    },
    {
      kind: 'mail',
      body: /(?:Google Safe Browsing|Search Quality Team|Google Search Console)/i,
      subject: /phishing|malware|social engineering|hacked|harmful|deceptive/i,
      weight: 40,
    },
  ],
  fields: {
    url: [pages, lonePages, { re: /^Subject:.*?((?:https?|ftp):\/\/[^\s<>"]{3,2000})/im }],
    host: [
      host,
      { re: /\b(?:on|for|of) (?:your site |the site )?(?:https?:\/\/)?([a-z0-9_-]+\.[a-z0-9._-]*[a-z]{2})\b/i },
    ],
    ip: address,
    kind: {
      re: /\b(phishing|social engineering|deceptive|malware|unwanted software|harmful|hacked|compromised)\b/i,
      map: {
        phishing: 'fraud.phishing',
        'social engineering': 'fraud.phishing',
        deceptive: 'fraud.phishing',
        malware: 'malware.distribution',
        'unwanted software': 'malware.distribution',
        harmful: 'malware.distribution',
        hacked: 'intrusion.website',
        compromised: 'intrusion.website',
      },
    },
    seenAt: moment,
    asn: { re: /\bAS ?(\d{1,10})\b/ },
  },
  constants: { kind: 'fraud.phishing', zone: 'UTC', reporter: { org: 'Google', domain: 'google.com' } },
  required: ['url'],
});
