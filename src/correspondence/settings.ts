/** How letters of one house go out: when digests leave, when it is quiet, whether it is only trying, and its own desk system. */
import { z } from 'zod';

/** `08:00`, `22:30`. */
export const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time such as 08:00');
export const zoneName = z
  .string()
  .max(60)
  .refine((zone) => {
    try {
      Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
      return true;
    } catch {
      return false;
    }
  }, 'an IANA time zone such as Europe/Amsterdam');

/** Hours in which nothing but urgent letters goes out; over midnight where until lies before from. */
export const quietShape = z
  .strictObject({ from: clockTime, until: clockTime })
  .refine((q) => q.from !== q.until, 'until is another time than from');
export type Quiet = z.infer<typeof quietShape>;

export const deskSystems = ['zammad', 'otrs', 'rt', 'other'] as const;
export type DeskSystem = (typeof deskSystems)[number];

export const letterSettingsShape = z.strictObject({
  digest: z
    .strictObject({
      /** Time of day at which digests leave, in the zone of the organisation. */
      at: clockTime.default('08:00'),
      /** Day of the weekly one: 1 Monday to 7 Sunday. */
      weekday: z.number().int().min(1).max(7).default(1),
      /** Skips weekends and the holidays of its country. */
      business_days: z.boolean().default(true),
      /** Rows shown in the letter itself; all of them are attached. */
      inline_rows: z.number().int().min(1).max(200).default(25),
    })
    .default({ at: '08:00', weekday: 1, business_days: true, inline_rows: 25 }),
  quiet: quietShape.nullable().default(null),
  /** Every letter is made and held until a person lets it go. */
  trial: z.boolean().default(false),
  /** Asks the reader's mail program for a receipt (RFC 8098). */
  ask_receipt: z.boolean().default(false),
  /** The desk system of the house itself, to which cases can be handed by mail. */
  hand_over: z
    .strictObject({
      address: z.email().max(320),
      system: z.enum(deskSystems),
      /** RT: the name in its subjects, `[example.com #123]`. Zammad, OTRS and Znuny: the hook, `Ticket#` where left out. */
      mark: z
        .string()
        .trim()
        .min(1)
        .max(60)
        .regex(/^[^[\]\r\n]+$/, 'without brackets')
        .optional(),
    })
    .nullable()
    .default(null),
});
export type LetterSettings = z.infer<typeof letterSettingsShape>;

/** What holds where a house has set nothing. */
export const letterDefaults: LetterSettings = letterSettingsShape.parse({});
