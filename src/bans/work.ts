/** Bans and the return check at work; see the files beside it. */
import type { JobHandler } from '#io/jobs';
import { expireBans } from './work/banning.ts';
import { checkExisting } from './work/returning.ts';

export {
  actOnBan,
  addBan,
  type BanHands,
  contestByLink,
  openedByLink,
  startBans,
  tellBan,
} from './work/banning.ts';
export { actOnReturn, checkChanged, returnCheck, subjectOfParty, turnOff, turnOn } from './work/returning.ts';
export { banAccess, bansPage, returnsPage, showBan, showReturn, showUses } from './work/showing.ts';

/** Jobs of this room; `party.changed` is shared with others and put together by main. */
export const banJobs: Readonly<Record<'bans.expire' | 'bans.existing', JobHandler>> = {
  'bans.expire': expireBans,
  'bans.existing': checkExisting,
};
