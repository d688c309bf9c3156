/** The part of yauzl's interface that the archive reader uses; the package brings no types of its own. */
declare module 'yauzl' {
  import type { Readable } from 'node:stream';

  interface Entry {
    /** Bytes where `decodeStrings` is false. */
    readonly fileName: string | Buffer;
    readonly uncompressedSize: number;
    readonly compressedSize: number;
    isEncrypted(): boolean;
  }
  interface ZipFile {
    eachEntry(): AsyncIterable<Entry>;
    openReadStreamPromise(entry: Entry): Promise<Readable>;
    close(): void;
  }
  function fromBufferPromise(
    buffer: Buffer,
    options: { lazyEntries: boolean; decodeStrings: boolean; strictFileNames?: boolean },
  ): Promise<ZipFile>;
  const yauzl: { fromBufferPromise: typeof fromBufferPromise };
  export default yauzl;
  export { type Entry, type ZipFile };
}
