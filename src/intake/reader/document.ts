/** The text of a PDF, page by page, within limits; its pictures are never decoded. The library is loaded only when a PDF is the last hope. */
import type { Problem } from '#formats';

const mostBytes = 8 * 1024 * 1024;
const mostPages = 40;
const mostCharacters = 200_000;
/** Reading a message may take two seconds of work in all; a document gets most of them. Waiting for a turn is no work. */
const mostMs = 1300;

interface TextItem {
  readonly str?: string;
  readonly hasEOL?: boolean;
  readonly transform?: readonly number[];
  readonly width?: number;
}

/** @returns the text; undefined where there is none, with the problems that say why */
export async function documentText(
  bytes: Uint8Array,
  at: string,
): Promise<{ readonly text?: string; readonly problems: Problem[] }> {
  const problems: Problem[] = [];
  const tell = (code: string, message: string) => problems.push({ code, message, at });
  if (bytes.length > mostBytes) {
    tell('document.too-large', `a PDF of ${bytes.length} bytes; ${mostBytes} is the most`);
    return { problems };
  }
  const began = process.cpuUsage();
  const worked = () => {
    const { user, system } = process.cpuUsage(began);
    return (user + system) / 1000;
  };
  const { log, warn } = console;
  // The library talks on the stream that carries our answers.
  console.log = () => undefined;
  console.warn = () => undefined;
  try {
    const { getDocumentProxy } = await import('unpdf');
    const pdf = await getDocumentProxy(Uint8Array.from(bytes), {
      verbosity: 0,
      disableFontFace: true,
      useSystemFonts: false,
      stopAtErrors: false,
      maxImageSize: 1,
    });
    let text = '';
    for (let n = 1; n <= pdf.numPages; n++) {
      if (n > mostPages || text.length > mostCharacters || (n > 1 && worked() > mostMs)) {
        tell('document.cut', `${pdf.numPages} pages; the first ${n - 1} are read`);
        break;
      }
      const page = await pdf.getPage(n);
      text += `${pageText((await page.getTextContent()).items as readonly TextItem[])}\n\n`;
      page.cleanup();
    }
    await pdf.loadingTask.destroy();
    if (text.trim() === '') tell('document.no-text', 'this PDF holds no text, only pictures, which are not decoded');
    return text.trim() === '' ? { problems } : { text: text.slice(0, mostCharacters), problems };
  } catch (fault) {
    const why = fault instanceof Error ? fault.message.slice(0, 160) : String(fault);
    tell('document.unreadable', `this PDF cannot be read: ${why}`);
    return { problems };
  } finally {
    console.log = log;
    console.warn = warn;
  }
}

/** Pieces of a page as lines: pieces far apart on one line are cells, apart by tabs. */
function pageText(items: readonly TextItem[]): string {
  let text = '';
  let end: { x: number; y: number } | undefined;
  for (const item of items) {
    const [, , , , x = 0, y = 0] = item.transform ?? [];
    const said = item.str ?? '';
    if (said !== '' && end && !text.endsWith('\n')) {
      if (Math.abs(end.y - y) > 2) text += '\n';
      else if (x - end.x > 12 && !text.endsWith('\t')) text += '\t';
    }
    text += said;
    if (said !== '') end = { x: x + (item.width ?? 0), y };
    if (item.hasEOL && !text.endsWith('\n')) text += '\n';
  }
  return text;
}
