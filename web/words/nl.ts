/** Nederlands, per kamer in een eigen bestand. De sleutels staan daar; en.ts heeft dezelfde. */
import { bans } from './nl/bans.ts';
import { cases } from './nl/cases.ts';
import { channels } from './nl/channels.ts';
import { correspondence } from './nl/correspondence.ts';
import { deadlines } from './nl/deadlines.ts';
import { decisions } from './nl/decisions.ts';
import { desk } from './nl/desk.ts';
import { dossiers } from './nl/dossiers.ts';
import { editions } from './nl/editions.ts';
import { incidents } from './nl/incidents.ts';
import { intake } from './nl/intake.ts';
import { journal } from './nl/journal.ts';
import { notices } from './nl/notices.ts';
import { onboarding } from './nl/onboarding.ts';
import { orders } from './nl/orders.ts';
import { organisations } from './nl/organisations.ts';
import { parties } from './nl/parties.ts';
import { parts } from './nl/parts.ts';
import { registrants } from './nl/registrants.ts';
import { reports } from './nl/reports.ts';
import { resources } from './nl/resources.ts';
import { screening } from './nl/screening.ts';
import { teaching } from './nl/teaching.ts';

export const nl = {
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
} as const;
