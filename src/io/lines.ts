/** A file of lines that only grows: a line counts once it is on the disk. */
import { constants } from 'node:fs';
import { open, readFile } from 'node:fs/promises';

export interface Lines {
  /** Adds lines and returns once they are on the disk. */
  append(lines: readonly string[]): Promise<void>;
  /** All whole lines; a last line that was cut off by a crash is left out. None where there is no file yet. */
  read(): Promise<readonly string[]>;
}

/** The lines of this file (mode 0600, made at the first line). */
export function openLines(file: string): Lines {
  const text = async () => {
    try {
      return await readFile(file, 'utf8');
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return '';
      throw cause;
    }
  };
  return {
    async append(lines) {
      if (lines.length === 0) return;
      const before = Buffer.from(await text());
      const handle = await open(file, constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT, 0o600);
      try {
        // Half a line is what a crash left of an append that nobody was told of: it goes.
        const whole = before.lastIndexOf(10) + 1;
        if (whole < before.length) await handle.truncate(whole);
        await handle.writeFile(`${lines.join('\n')}\n`);
        await handle.sync();
      } finally {
        await handle.close();
      }
    },
    async read() {
      const all = (await text()).split('\n');
      return all.slice(0, -1).filter((line) => line !== '');
    },
  };
}
