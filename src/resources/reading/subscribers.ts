/** From what a log calls a subscriber (an account, a line, a hardware address) to a customer number, without guessing. */
import { z } from 'zod';

export const subscriberOptions = {
  /** Customer numbers by subscriber. */
  customers: z.record(z.string().max(200), z.string().min(1).max(80)).default({}),
  /** A pattern whose first group is the customer number, for subscribers that are not in the list. */
  pattern: z
    .string()
    .max(200)
    .refine((text) => {
      try {
        return new RegExp(text) !== undefined;
      } catch {
        return false;
      }
    }, 'not a pattern')
    .optional(),
  /** What goes before a number the pattern found. */
  prefix: z.string().max(40).default(''),
};
interface Options {
  readonly customers: Readonly<Record<string, string>>;
  readonly pattern?: string | undefined;
  readonly prefix: string;
}

/** The customer number of a subscriber; undefined where neither the list nor the pattern knows it. */
export function customerOf(o: Options, subscriber: string | undefined): string | undefined {
  if (subscriber === undefined) return undefined;
  for (const name of [subscriber, subscriber.toLowerCase()])
    if (Object.hasOwn(o.customers, name)) return o.customers[name];
  if (o.pattern === undefined) return undefined;
  const found = new RegExp(o.pattern).exec(subscriber.slice(0, 200))?.[1];
  return found ? `${o.prefix}${found}` : undefined;
}

/** A hardware address in its usual spelling. */
export const cleanMac = (text: string | undefined): string | undefined => {
  const digits = (text ?? '').toLowerCase().replace(/[^0-9a-f]/g, '');
  return digits.length === 12 ? (digits.match(/../g)?.join(':') ?? undefined) : undefined;
};
