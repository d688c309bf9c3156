/** Text and tables onto paper: PDF by pdfmake, which may read its own fonts and nothing else. */
import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';

export type PdfCell = string | { readonly text: string; readonly bold?: boolean; readonly mono?: boolean };

export type PdfBlock =
  | { readonly heading: string; readonly level: 1 | 2 | 3 }
  | { readonly text: string; readonly small?: boolean }
  /** Widths in points, `*` what is left. */
  | {
      readonly table: readonly (readonly PdfCell[])[];
      readonly header: readonly string[];
      readonly widths: readonly (number | '*' | 'auto')[];
    };

export interface PdfDocument {
  readonly title: string;
  readonly language: string;
  readonly blocks: readonly PdfBlock[];
  /** At the foot of every page, before the page's number. */
  readonly footer: string;
  readonly madeAt: Temporal.Instant;
}

interface PdfMake {
  setFonts(fonts: unknown): void;
  setUrlAccessPolicy(policy: (url: string) => boolean): void;
  setLocalAccessPolicy(policy: (path: string) => boolean): void;
  createPdf(definition: unknown): { getBuffer(): Promise<Buffer> };
}

let made: PdfMake | undefined;

function pdfmake(): PdfMake {
  if (made) return made;
  const require = createRequire(import.meta.url);
  const it = require('pdfmake') as PdfMake;
  const folder = join(dirname(require.resolve('pdfmake/package.json')), 'fonts') + sep;
  it.setFonts(require('pdfmake/fonts/Roboto.js'));
  it.setUrlAccessPolicy(() => false);
  it.setLocalAccessPolicy((path) => path.startsWith(folder));
  made = it;
  return it;
}

/** Text that cannot be broken into lines would run off the page: long words get places where they may break. */
const breakable = (text: string): string => text.replace(/\S{40}(?=\S)/g, '$&\u200b');

const cell = (c: PdfCell) =>
  typeof c === 'string'
    ? { text: breakable(c) }
    : { text: breakable(c.text), bold: c.bold ?? false, ...(c.mono ? { fontSize: 7 } : {}) };

function blockOf(block: PdfBlock): unknown {
  if ('heading' in block)
    return {
      text: block.heading,
      bold: true,
      fontSize: [16, 12, 10][block.level - 1],
      margin: [0, block.level === 1 ? 0 : 12, 0, 4],
    };
  if ('text' in block) return { text: breakable(block.text), fontSize: block.small ? 7.5 : 9, margin: [0, 0, 0, 4] };
  return {
    table: {
      headerRows: 1,
      dontBreakRows: false,
      widths: [...block.widths],
      body: [block.header.map((h) => ({ text: h, bold: true })), ...block.table.map((row) => row.map(cell))],
    },
    layout: 'lightHorizontalLines',
    fontSize: 8,
    margin: [0, 0, 0, 6],
  };
}

/** The bytes of a PDF, A4. */
export async function renderPdf(doc: PdfDocument): Promise<Buffer> {
  return pdfmake()
    .createPdf({
      pageSize: 'A4',
      pageMargins: [40, 44, 40, 44],
      language: doc.language,
      info: {
        title: doc.title,
        creationDate: new Date(doc.madeAt.epochMilliseconds),
        modDate: new Date(doc.madeAt.epochMilliseconds),
      },
      defaultStyle: { font: 'Roboto', fontSize: 9 },
      footer: (page: number, pages: number) => ({
        text: `${doc.footer}  ·  ${page} / ${pages}`,
        fontSize: 7,
        margin: [40, 12, 40, 0],
      }),
      content: doc.blocks.map(blockOf),
    })
    .getBuffer();
}
