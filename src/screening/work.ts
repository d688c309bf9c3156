/** The shell of screening: lists in generations, runs, and decisions on matches. */
export {
  actOnMatch,
  addOwner,
  changeSettings,
  matchesPage,
  ownersOfParty,
  readSettings,
  removeOwner,
  rowOf,
  showMatch,
} from './work/deciding.ts';
export { fetchJob, fetchList } from './work/fetching.ts';
export { addEarly, type ImportWish, importList, listLists } from './work/lists.ts';
export {
  closeFinders,
  deltaJob,
  nightlyJob,
  screenAll,
  screenOnce,
  screenParty,
  startScreening,
} from './work/running.ts';
export { acceptanceOf, thresholdLab } from './work/weighing.ts';
