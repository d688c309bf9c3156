/**
 * The recipient is told of an order, its effect, its reasons and redress; never while it is secret.
 * Fields: orderNumber · recipientName · effectAt · measure what was done · items where · ground on which law, and the reasons the order gives · redress.
 * Optional: authorityName unless barred · scope where it works · passOn what a reseller does with it · answerLink.
 */
import { letterTemplate } from '../letter.ts';

export default letterTemplate({
  id: 'ltr-ord-rcp',
  version: 1,
  audience: 'customer',
  title: { nl: 'Bevel over uw dienst', en: 'Order about your service' },
  basis: {
    law: 'Regulation (EU) 2022/2065 (DSA)',
    article: '9(5), 10(5)',
    url: 'https://eur-lex.europa.eu/eli/reg/2022/2065/oj',
    mark: 'verified',
  },
  fields: ['orderNumber', 'organisationName', 'recipientName', 'effectAt', 'measure', 'items', 'ground', 'redress'],
  optional: ['authorityName', 'scope', 'passOn', 'answerLink'],
  subject: {
    nl: '[{{orderNumber}}] Bevel uitgevoerd op {{effectAt}}',
    en: '[{{orderNumber}}] Order carried out on {{effectAt}}',
  },
  body: {
    nl: `
Beste {{recipientName}},

Wij gaven op **{{effectAt}}** gevolg aan een bevel over uw dienst: {{measure}}.

{{#authorityName}}Het bevel komt van {{authorityName}}.{{/authorityName}}

**Waar het om gaat**

{{table:items}}

**Waarom**

{{ground}}

{{#scope}}Territoriaal bereik: {{scope}}.{{/scope}}

**Wat u ertegen kunt doen**

{{redress}}

{{#passOn}}{{passOn}}{{/passOn}}

{{#answerLink}}{{answerLink}}{{/answerLink}}

Met vriendelijke groet,
{{organisationName}}
`,
    en: `
Dear {{recipientName}},

On **{{effectAt}}** we gave effect to an order about your service: {{measure}}.

{{#authorityName}}The order comes from {{authorityName}}.{{/authorityName}}

**What it is about**

{{table:items}}

**Why**

{{ground}}

{{#scope}}Territorial scope: {{scope}}.{{/scope}}

**What you can do against it**

{{redress}}

{{#passOn}}{{passOn}}{{/passOn}}

{{#answerLink}}{{answerLink}}{{/answerLink}}

Kind regards,
{{organisationName}}
`,
  },
  attachments: [],
});
