/** The answers of a house about its services, as a file: parsed at the door, refused with what is wrong. */
import { z } from 'zod';
import { Refused } from '#kernel';
import {
  type HouseAnswers,
  measures,
  rootHolders,
  type ServiceAnswers,
  type ServiceQuestion,
  serviceQuestions,
  sights,
  sizes,
} from './duty.ts';

const service = z.strictObject({
  name: z.string().min(1).max(200),
  is: z.partialRecord(z.enum(Object.keys(serviceQuestions) as [ServiceQuestion, ...ServiceQuestion[]]), z.boolean()),
  root: z.enum(rootHolders).optional(),
  sees: z.enum(sights).optional(),
  can: z.array(z.enum(measures)).optional(),
});
const answers = z.strictObject({
  size: z.enum(sizes),
  small_lost_on: z.iso.date().optional(),
  in_eu: z.boolean(),
  dutch: z.boolean(),
  signed: z.array(z.enum(['ntd', 'abuse'])).default([]),
  services: z.array(service).min(1),
});

/**
 * Reads a file of answers.
 * @throws Refused `request.invalid` naming each field that is wrong
 */
export function readHouse(text: string): {
  readonly house: HouseAnswers;
  readonly services: readonly ServiceAnswers[];
} {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    throw new Refused(
      'request.invalid',
      `the answers are no JSON: ${cause instanceof Error ? cause.message : String(cause)}`,
    );
  }
  const read = answers.safeParse(parsed);
  if (!read.success)
    throw new Refused(
      'request.invalid',
      read.error.issues.map((i) => `${i.path.join('.') || 'answers'}: ${i.message}`).join('; '),
    );
  const a = read.data;
  return {
    house: {
      size: a.size,
      ...(a.small_lost_on ? { smallLostOn: a.small_lost_on } : {}),
      isInEu: a.in_eu,
      isDutch: a.dutch,
      signed: a.signed,
    },
    services: a.services.map((s) => ({
      name: s.name,
      is: Object.fromEntries(Object.entries(s.is).filter(([, v]) => v !== undefined)) as ServiceAnswers['is'],
      ...(s.root ? { root: s.root } : {}),
      ...(s.sees ? { sees: s.sees } : {}),
      ...(s.can ? { can: s.can } : {}),
    })),
  };
}
