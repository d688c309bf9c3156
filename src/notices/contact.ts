/** Points of contact (DSA art. 11 and 12) and the legal representative (art. 13): what is published of them. */
import { z } from 'zod';
import type { Words } from '#kernel';

const language = z.string().regex(/^[a-z]{2}$/, 'a language of two letters');
const point = z.strictObject({
  name: z.string().trim().min(1).max(200),
  email: z.email(),
  phone: z.string().trim().max(40).nullable().default(null),
  /** Other ways: a form, a chat with people. */
  url: z
    .url({ protocol: /^https?$/ })
    .nullable()
    .default(null),
});

export const contactPoints = z.strictObject({
  /** Art. 11: for authorities, the Commission and the Board; a widely understood language and one of the main establishment. */
  authorities: point.extend({ languages: z.array(language).min(1) }),
  /** Art. 12: for recipients of the service; a choice of means, not only machines. */
  recipients: point.extend({ languages: z.array(language).min(1), human: z.boolean() }),
  /** Art. 13: only where there is no establishment in the Union. */
  representative: z
    .strictObject({
      name: z.string().trim().min(1).max(200),
      address: z.string().trim().min(1).max(500),
      email: z.email(),
      phone: z.string().trim().min(1).max(40),
      member_state: z.string().regex(/^[A-Z]{2}$/),
    })
    .nullable()
    .default(null),
});
export type ContactPoints = z.infer<typeof contactPoints>;

/** What is not as the articles ask, in words: shown to who edits it, never a reason to refuse what is there. */
export function contactFaults(c: ContactPoints): readonly Words[] {
  const faults: Words[] = [];
  if (c.authorities.languages.length < 2)
    faults.push({
      nl: 'Artikel 11, lid 3, vraagt een taal die breed wordt verstaan én een officiële taal van de lidstaat van vestiging.',
      en: 'Article 11(3) asks a language broadly understood and an official language of the Member State of establishment.',
    });
  if (!c.recipients.human)
    faults.push({
      nl: 'Artikel 12, lid 1: afnemers moeten kunnen kiezen voor een middel dat niet alleen uit automaten bestaat.',
      en: 'Article 12(1): recipients must be able to choose a means that does not solely rely on automated tools.',
    });
  if (c.recipients.phone === null && c.recipients.url === null)
    faults.push({
      nl: 'Artikel 12, lid 1: afnemers moeten het communicatiemiddel kunnen kiezen; hier is alleen e-mail.',
      en: 'Article 12(1): recipients must be able to choose the means of communication; here is e-mail only.',
    });
  return faults;
}
