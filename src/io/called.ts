/** Where the program was called from: the folder and the environment of who called it. */
import { isAbsolute, join } from 'node:path';

/** A file named on the command line lies where the caller stood, not where the program lives. */
export const placeOf = (file: string): string =>
  isAbsolute(file) ? file : join(process.env['BEZEM_CALLED_FROM'] ?? process.cwd(), file);

/** What a variable of the caller holds; undefined where it is not set. A secret is handed over so, never as an argument others see. */
export const variableOf = (name: string): string | undefined => process.env[name];
