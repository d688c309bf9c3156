/**
 * The recipient is told of an order, its effect, its reasons and redress; never while it is secret.
 * Fields: orderNumber · recipientName · effectAt · measure what was done · items where · ground on which law, and the reasons the order gives · redress.
 * Optional: authorityName unless barred · scope where it works · passOn what a reseller does with it · answerLink.
 */
import { letterTemplate } from '../letter.ts';

export default letterTemplate({
  id: 'ltr-tco-11',
  version: 1,
  audience: 'customer',
  title: { nl: 'Inhoud verwijderd op bevel', en: 'Content removed on order' },
  basis: {
    law: 'Regulation (EU) 2021/784',
    article: '11',
    url: 'https://eur-lex.europa.eu/eli/reg/2021/784/oj',
    mark: 'memory',
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

Op bevel is op **{{effectAt}}** inhoud van uw dienst aangemerkt als terroristisch: {{measure}}.

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

On order, content of your service was designated terrorist on **{{effectAt}}**: {{measure}}.

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
