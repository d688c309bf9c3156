/** UCEPROTECT: rows of addresses with the moment of their last impact; 0.0.0.0 stands for none. */
import { template } from './template/template.ts';

export default template({
  id: 'uceprotect',
  version: 1,
  title: { nl: 'UCEPROTECT-monitorrapport', en: 'UCEPROTECT monitoring report' },
  match: [
    { kind: 'mail', from: /@(?:[\w-]{1,40}\.)?uceprotect\.net$/i, weight: 60 },
    { kind: 'mail', subject: /UCEPROTECT/i, weight: 60 },
    { kind: 'mail', body: /^IP,LAST IMPACT TIMESTAMP/im, weight: 60 },
  ],
  fields: {
    ip: [
      { re: /^(?<ip>[0-9a-f.:]{3,45})[,;\t][ \t]*(?<seenAt>\d{10})[,;\t](?<description>.*)$/gim, all: true },
      {
        re: /^(?<ip>[0-9a-f.:]{3,45})[,;\t][ \t]*(?:\d{0,10}[,;\t])?(?<seenAt>\d\d\.\d\d\.\d{4} \d\d:\d\d)/gim,
        all: true,
      },
      { re: /^(?<ip>(?!0\.0\.0\.0)(?:\d{1,3}\.){3}\d{1,3})[,;\t]/gm, all: true },
    ],
  },
  constants: { kind: 'spam.source', zone: 'Europe/Berlin', reporter: { org: 'UCEPROTECT', domain: 'uceprotect.net' } },
  required: ['ip'],
});
