/** The register at work; see the files beside it. */
export { compareFile, decideOnDifference } from './work/comparing.ts';
export { addRegistration, changeData, checkField, endOf } from './work/keeping.ts';
export {
  differencesPage,
  domainResellers,
  policyOf,
  publicRegistration,
  registeredFields,
  registrationsPage,
  showRegistration,
} from './work/showing.ts';
