/** English, each room in a file of its own: the same keys as nl.ts, checked by the compiler and by words.test.ts. */
import { bans } from './en/bans.ts';
import { cases } from './en/cases.ts';
import { channels } from './en/channels.ts';
import { correspondence } from './en/correspondence.ts';
import { deadlines } from './en/deadlines.ts';
import { decisions } from './en/decisions.ts';
import { desk } from './en/desk.ts';
import { dossiers } from './en/dossiers.ts';
import { editions } from './en/editions.ts';
import { incidents } from './en/incidents.ts';
import { intake } from './en/intake.ts';
import { journal } from './en/journal.ts';
import { notices } from './en/notices.ts';
import { onboarding } from './en/onboarding.ts';
import { orders } from './en/orders.ts';
import { organisations } from './en/organisations.ts';
import { parties } from './en/parties.ts';
import { parts } from './en/parts.ts';
import { registrants } from './en/registrants.ts';
import { reports } from './en/reports.ts';
import { resources } from './en/resources.ts';
import { screening } from './en/screening.ts';
import { teaching } from './en/teaching.ts';
import type { nl } from './nl.ts';

export const en = {
  ...bans,
  ...editions,
  ...onboarding,
  ...cases,
  ...channels,
  ...correspondence,
  ...deadlines,
  ...decisions,
  ...desk,
  ...dossiers,
  ...incidents,
  ...intake,
  ...journal,
  ...notices,
  ...orders,
  ...organisations,
  ...parties,
  ...parts,
  ...registrants,
  ...resources,
  ...screening,
  ...teaching,
  ...reports,
} as const satisfies Record<keyof typeof nl, string>;
