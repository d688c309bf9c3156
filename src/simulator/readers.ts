/** Readers without child processes: the simulator crashes on purpose and must do the same for the same seed. */
import { type Finding, fileOf, newReading, openText, readFile, withoutPictures } from '#formats';
import { loadFormats } from '#formats/work';
import type { Readers } from '#intake/work';
import { sha256 } from '#io/dice';
import { loadLaw } from '#law/work';

/** Reads files (the simulator's reports are JSON files) in this process. */
export async function inProcessReaders(): Promise<Readers> {
  const formats = await loadFormats();
  const law = await loadLaw();
  const kinds = [...law.kinds.values()].map((k) => ({
    id: k.id,
    rsit: k.rsit.value,
    ...(k.xarf ? { xarf: k.xarf.value } : {}),
  }));
  const readers: Readers = {
    readMessages: (list) => Promise.all(list.map(({ bytes, as }) => readers.readMessage(bytes, as))),
    async readMessage(bytes, as) {
      const findings: Finding[] = [];
      const reading = newReading({ own: as.own, facts: as.facts, kinds });
      const unit = fileOf(as.name, 'application/json', bytes, '1', undefined, undefined, { receivedAt: as.receivedAt });
      const outcome = readFile(unit, formats, reading, (f) => findings.push(f));
      return [
        {
          sha256: sha256(bytes).toString('hex'),
          name: as.name,
          size: bytes.length,
          format: outcome.format ?? null,
          formatVersion: outcome.formatVersion ?? null,
          why: outcome.why,
          end: outcome.end,
          findings,
          problems: outcome.problems,
        },
      ];
    },
    async readRows() {
      throw new Error('the simulator sends no feeds');
    },
    async teachable() {
      throw new Error('the simulator teaches nothing');
    },
    openText: async (bytes, name) => openText(bytes, name),
    withoutPictures: async (bytes) => withoutPictures(bytes),
    async close() {},
  };
  return readers;
}
