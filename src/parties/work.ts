/** Parties at work: made, changed, ended; contacts and contracts; ledger files read, compared and written; the tree. */
export { addContact, addParty, changeContact, changeParty, setQuiet, setTags } from './work/changing.ts';
export { addContract, endContract, spanIn } from './work/contracts.ts';
export { importParties, undoPartiesImport } from './work/importing.ts';
export { mustBe } from './work/known.ts';
export { errorList, fingerprint, type Importing, openImport, readValid, Tally } from './work/ledgerfiles.ts';
export { listContracts, listParties, showParty, showTree } from './work/showing.ts';
