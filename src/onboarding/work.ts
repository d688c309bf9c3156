/** The shell of onboarding: beginnings, checks, payments, decisions, campaigns, and what happens by itself. */
export {
  actOnCampaign,
  addCampaign,
  runCampaigns,
  showCampaign,
  showCampaigns,
  whatIfReport,
} from './work/campaigns.ts';
export { type OnboardingHands, runChecks } from './work/checking.ts';
export {
  actOnOnboarding,
  checkAgain,
  decideConsequence,
  followedShare,
  isCheckId,
  recordCheck,
} from './work/deciding.ts';
export { importStatement, paymentsOf, takeProviderPayment } from './work/paying.ts';
export {
  changeSettings,
  onboardingsPage,
  overview,
  readSettings,
  recordsOfParty,
  rowOf,
  showOnboarding,
  stateOfOrder,
} from './work/showing.ts';
export { askMailAgain, changeStatement, confirmMail, giveCode, sendCode, startOnboarding } from './work/starting.ts';
export { onboardingJobs, startOnboardings, sweep } from './work/sweeping.ts';
