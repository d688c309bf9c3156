/** Brands: what letters of one group look like, checked as a whole before anything is saved. */

import { z } from 'zod';
import type { Id } from '#kernel';
import type { LetterDress } from '#law';
import { isMailAddress } from './letter.ts';

const lines = z.strictObject({ nl: z.string().max(2000).default(''), en: z.string().max(2000).default('') });
const colour = z.string().regex(/^#[0-9a-f]{6}$/i, 'a colour such as #0b5fff');

/** Largest logo, in bytes: it goes with every letter. */
export const mostLogo = 50 * 1024;

export const brandShape = z.strictObject({
  /** Stands where the organisation's own name would. */
  name: z.string().trim().min(1).max(120),
  logo: z
    .strictObject({
      type: z.enum(['image/png', 'image/svg+xml']),
      /** Base64. */
      data: z.base64().max(Math.ceil((mostLogo * 4) / 3) + 4),
    })
    .nullable()
    .default(null),
  colours: z.strictObject({ accent: colour, on_accent: colour }).default({ accent: '#1f3a5f', on_accent: '#ffffff' }),
  /** Address letters of this brand come from; the house's own where left out. */
  sender: z
    .strictObject({ name: z.string().trim().max(120).optional(), address: z.string().max(320).optional() })
    .default({}),
  phone: z.string().trim().max(40).nullable().default(null),
  signature: lines.default({ nl: '', en: '' }),
  footer: lines.default({ nl: '', en: '' }),
});
export type BrandContent = z.infer<typeof brandShape>;

/** One version of a brand, and for whom it is. */
export interface Brand {
  readonly id: Id<'brd'>;
  readonly version: number;
  readonly content: BrandContent;
  readonly isDefault: boolean;
  readonly parties: readonly string[];
  readonly contracts: readonly string[];
  readonly savedAt: Temporal.Instant;
  readonly savedBy: string;
  readonly endedAt: Temporal.Instant | null;
}

export interface BrandFault {
  readonly field: string;
  readonly message: string;
}

function channel(hex: string, at: number): number {
  const c = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
  return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
}
const luminance = (hex: string) => 0.2126 * channel(hex, 1) + 0.7152 * channel(hex, 3) + 0.0722 * channel(hex, 5);

/** Contrast of two colours as WCAG 2.2 counts it: 1 (none) to 21. */
export function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

/** A colour for text on another: the wanted one where it can be read (WCAG 2.2, 1.4.3), else black or white, whichever reads better. */
export function readableOn(ground: string, wanted: string): string {
  if (contrast(ground, wanted) >= 4.5) return wanted;
  return contrast(ground, '#000000') >= contrast(ground, '#ffffff') ? '#000000' : '#ffffff';
}

/** Elements and attributes a drawing may have: shapes, text, gradients. Nothing that runs, loads, links or styles from afar. */
const svgElements = new Set(
  'svg g path rect circle ellipse line polyline polygon text tspan title desc defs linearGradient radialGradient stop clipPath mask use symbol'.split(
    ' ',
  ),
);
const svgAttributes = new Set(
  `xmlns xmlns:xlink version viewBox width height x y x1 x2 y1 y2 cx cy r rx ry fx fy d points transform fill fill-rule fill-opacity
   stroke stroke-width stroke-linecap stroke-linejoin stroke-miterlimit stroke-dasharray stroke-opacity opacity id class offset
   stop-color stop-opacity gradientUnits gradientTransform spreadMethod clip-path clip-rule mask font-family font-size font-weight
   text-anchor dx dy preserveAspectRatio role aria-label xml:space clipPathUnits maskUnits href xlink:href letter-spacing`.split(
    /\s+/,
  ),
);
const tag = /<(?:(\/)\s*([\w:-]+)\s*|([\w:-]+)((?:\s+[\w:-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?))>/y;
const attribute = /([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const inside = /^(?:url\(\s*)?#[\w-]+\s*\)?$/;

/**
 * Why a drawing is not safe to send or show; undefined where it is. Only what the lists name passes: a drawing is read as
 * what it is made of, not searched for what is bad.
 */
export function svgFault(text: string): string | undefined {
  let at = 0;
  const open: string[] = [];
  let seen = 0;
  const source = text.replace(/^\uFEFF/, '').replace(/^\s*<\?xml[^>?]*\?>/, '');
  if (/<!|<\?/.test(source.replace(/<!--[^<>]*-->/g, ''))) return 'declarations and instructions are not allowed';
  const body = source.replace(/<!--[^<>]*-->/g, '').trim();
  while (at < body.length) {
    const next = body.indexOf('<', at);
    const between = body.slice(at, next < 0 ? undefined : next);
    if (/&(?!(?:amp|lt|gt|quot|apos|#\d{1,6}|#x[0-9a-f]{1,6});)/i.test(between)) return 'an entity that is not known';
    if (next < 0) {
      if (between.trim() !== '') return 'words outside the drawing';
      break;
    }
    if (open.length === 0 && between.trim() !== '') return 'words outside the drawing';
    tag.lastIndex = next;
    const found = tag.exec(body);
    if (!found) return 'markup that cannot be read';
    at = tag.lastIndex;
    if (++seen > 5000) return 'too many parts';
    const [, closes, ended = '', name = '', attributes = '', alone] = found;
    if (closes) {
      if (open.pop() !== ended) return `</${ended}> closes nothing`;
      if (open.length === 0 && body.slice(at).trim() !== '') return 'something after the drawing';
      continue;
    }
    if (open.length === 0 && (name !== 'svg' || seen > 1)) return 'the outermost element is svg';
    if (!svgElements.has(name)) return `<${name}> is not allowed`;
    for (const [, key = '', double, single] of attributes.matchAll(attribute)) {
      const value = double ?? single ?? '';
      if (!svgAttributes.has(key)) return `the attribute ${key} is not allowed`;
      if (
        key === 'xmlns'
          ? value !== 'http://www.w3.org/2000/svg'
          : key === 'xmlns:xlink' && value !== 'http://www.w3.org/1999/xlink'
      )
        return `${key} is not the one of SVG`;
      if (key.startsWith('xmlns')) continue;
      if (/&(?!(?:amp|lt|gt|quot|apos);)/i.test(value)) return 'an entity that is not known';
      if (/(?:^|:)href$/.test(key) && !inside.test(value)) return 'only parts of the drawing itself may be referred to';
      if (/url\(/i.test(value) && !inside.test(value)) return 'only parts of the drawing itself may be referred to';
      if (/[a-z][a-z0-9+.-]*:/i.test(value) && !/^[\w\s#.,()%:-]*$/.test(value)) return `${key} holds an address`;
      if (/javascript:|data:|expression\(|@import/i.test(value)) return `${key} holds something that runs`;
    }
    if (!alone) open.push(name);
    if (alone && open.length === 0 && body.slice(at).trim() !== '') return 'something after the drawing';
  }
  if (open.length > 0) return `<${open.at(-1)}> is not closed`;
  return seen === 0 ? 'no drawing' : undefined;
}

/** Why bytes are no safe PNG; undefined where they are: its signature, its size, its chunks in order to the end and nothing after it. */
export function pngFault(bytes: Uint8Array): string | undefined {
  const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
  if (!signature.every((b, i) => bytes[i] === b)) return 'not a PNG';
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 8;
  for (let no = 0; at + 12 <= bytes.length; no++) {
    const size = view.getUint32(at);
    const kind = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (at + 12 + size > bytes.length) return 'the picture is cut off';
    if (no === 0) {
      if (kind !== 'IHDR' || size !== 13) return 'the picture does not begin with its size';
      const [wide, high] = [view.getUint32(at + 8), view.getUint32(at + 12)];
      if (wide < 1 || high < 1 || wide > 1200 || high > 600) return 'at most 1200 by 600 pixels';
    }
    at += 12 + size;
    if (kind === 'IEND') return at === bytes.length ? undefined : 'something after the picture';
  }
  return 'the picture is cut off';
}

const decode = (base64: string) => Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));

/** The bytes of a brand's logo. */
export function logoBytes(b: Pick<BrandContent, 'logo'>): Uint8Array | undefined {
  return b.logo ? decode(b.logo.data) : undefined;
}

/** Reads a brand, or says everything that is wrong with it. Text on the accent colour must be readable (WCAG 2.2, 1.4.3). */
export function readBrand(given: unknown): {
  readonly content: BrandContent | undefined;
  readonly faults: readonly BrandFault[];
} {
  const read = brandShape.safeParse(given);
  if (!read.success)
    return {
      content: undefined,
      faults: read.error.issues.map((i) => ({ field: i.path.map(String).join('.'), message: i.message })),
    };
  const b = read.data;
  const faults: BrandFault[] = [];
  if (contrast(b.colours.accent, b.colours.on_accent) < 4.5)
    faults.push({ field: 'colours', message: 'text on the accent colour has a contrast below 4.5:1' });
  if (b.sender.address !== undefined && !isMailAddress(b.sender.address))
    faults.push({ field: 'sender.address', message: 'not a mail address' });
  for (const part of ['signature', 'footer'] as const) {
    const [nl, en] = [b[part].nl.trim(), b[part].en.trim()];
    if ((nl === '') !== (en === '')) faults.push({ field: part, message: 'both languages, or neither' });
    if (/https?:|www\./i.test(`${nl}\n${en}`))
      faults.push({ field: part, message: 'a link of its own; only our answer link may stand in a letter' });
    if (/\{\{|\}\}/.test(`${nl}${en}`)) faults.push({ field: part, message: 'no marks here' });
  }
  const logo = logoBytes(b);
  if (logo && b.logo) {
    if (logo.length > mostLogo) faults.push({ field: 'logo', message: `at most ${mostLogo / 1024} kB` });
    const fault =
      b.logo.type === 'image/png' ? pngFault(logo) : svgFault(new TextDecoder('utf-8', { fatal: false }).decode(logo));
    if (fault) faults.push({ field: 'logo', message: fault });
  }
  return { content: b, faults };
}

/** The brand of a letter: of its contract, else of the nearest party of its chain, else the one of the house; undefined where there is none. */
export function brandFor(
  brands: readonly Brand[],
  of: {
    readonly contract: string | null /** From who was written to upwards to us. */;
    readonly parties: readonly string[];
  },
): Brand | undefined {
  const running = brands.filter((b) => b.endedAt === null);
  const contract = of.contract;
  const byContract = contract === null ? undefined : running.find((b) => b.contracts.includes(contract));
  if (byContract) return byContract;
  for (const party of of.parties) {
    const found = running.find((b) => b.parties.includes(party));
    if (found) return found;
  }
  return running.find((b) => b.isDefault);
}

/** What a brand adds to the pages behind its letters: whose they are, in its colours, and where it is reached. */
export interface PageBrand {
  readonly name: string;
  readonly accent: string;
  readonly onAccent: string;
  readonly address: string | null;
  readonly phone: string | null;
}

/** @param replyTo of the house, where the brand has no address of its own */
export function pageBrandOf(b: BrandContent, replyTo: string | null): PageBrand {
  return {
    name: b.name,
    accent: b.colours.accent,
    onAccent: readableOn(b.colours.accent, b.colours.on_accent),
    address: b.sender.address ?? replyTo,
    phone: b.phone,
  };
}

/** The name under which the HTML of a mail finds the logo that goes with it. */
export const logoCid = 'logo@bezem';

/** What a brand adds to a letter. @param logo where its picture is found: inside the mail, or as data on a screen */
export function dressOf(b: BrandContent, logo: 'mail' | 'screen'): LetterDress {
  return {
    name: b.name,
    logo: !b.logo ? null : logo === 'mail' ? `cid:${logoCid}` : `data:${b.logo.type};base64,${b.logo.data}`,
    accent: b.colours.accent,
    onAccent: b.colours.on_accent,
    signature: b.signature,
    footer: b.footer,
  };
}
