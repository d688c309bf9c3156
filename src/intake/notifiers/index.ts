/** Notifiers, for main and the rooms above: their records, their rate, their routes and commands. */
export { notifierRoutes } from './api.ts';
export { notifierCommands } from './cli.ts';
export { countVerdicts, type NotifierRow } from './store.ts';
export { notifierOf } from './work.ts';
