/** Lexsi and the CERTs of French banks: a phishing page and its address, in French. */
import { address, lonePages, reference } from './template/finders.ts';
import { template } from './template/template.ts';

export default template({
  id: 'lexsi',
  version: 1,
  title: { nl: 'Lexsi-melding', en: 'Lexsi report' },
  match: [
    { kind: 'mail', from: /@(?:[\w-]{1,40}\.)?(?:lexsi|cert-lexsi|orangecyberdefense)\.(?:com|fr)$/i, weight: 60 },
    { kind: 'mail', subject: /site FRAUDULEUX en activit|SUSPENSION REQUISE/i, weight: 60 },
  ],
  fields: {
    url: [
      {
        re: /^Sites?(?: web)?(?: concern\S{1,3}| frauduleux)? ?:[ \t]*\n?[ \t]*((?:https?|ftp):\/\/[^\s<>"]{3,2000})/gim,
        all: true,
      },
      lonePages,
      { re: /^Subject:.*?((?:https?|ftp):\/\/[^\s<>"]{3,2000})/im },
    ],
    ip: [{ re: /^Adresses? IP(?: concern\S{1,3})? ?:[ \t]*([0-9a-f.:]{3,45})/im }, address],
    reference: [{ re: /^R[ée]f[ée]rence ?:[ \t]*(\S{3,60})/im }, reference],
    seenAt: { re: /^Date(?: de d[ée]tection)? ?:[ \t]*(.{8,40})$/im },
  },
  constants: { kind: 'fraud.phishing', zone: 'Europe/Paris', reporter: { org: 'CERT-Lexsi' } },
  required: ['url'],
});
