/** Teaching, for who plugs it in. */
export { templateCommands } from './cli.ts';
export { againJob } from './work.ts';
