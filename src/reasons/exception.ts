/** When a restriction needs no statement of reasons, or not yet: each exception with its article. Anything else is no exception. */
import type { Words } from '#kernel';

export const exceptions = {
  no_contact: {
    article: 'DSA 17(2)',
    title: { nl: 'geen elektronische contactgegevens bekend', en: 'no electronic contact details known' },
    temporary: false,
  },
  bulk: {
    article: 'DSA 17(2)',
    title: {
      nl: 'misleidende commerciële inhoud in grote hoeveelheden',
      en: 'deceptive high-volume commercial content',
    },
    temporary: false,
  },
  order: {
    article: 'DSA 17(5)',
    title: { nl: 'bevel van een autoriteit', en: 'order of an authority' },
    temporary: false,
  },
  secrecy: {
    article: 'DSA 9(5), 10(5); Sv',
    title: { nl: 'geheimhouding opgelegd', en: 'secrecy imposed' },
    temporary: true,
  },
  mere_conduit: {
    article: 'DSA 4, 17(1)',
    title: { nl: 'doorgeefluik: de dienst slaat niets op', en: 'mere conduit: the service stores nothing' },
    temporary: false,
  },
} as const satisfies Record<string, { article: string; title: Words; temporary: boolean }>;

export type ExceptionId = keyof typeof exceptions;
export const exceptionIds = Object.keys(exceptions) as readonly ExceptionId[];

export interface ReasonException {
  readonly exception: ExceptionId;
  /** What makes it so, in words of who recorded it or of the rule. */
  readonly fact: string;
  /** For a temporary one: when it is over by itself; absent: only when it is lifted. */
  readonly until?: Temporal.Instant | null;
}
