/** Ids that say what they are: TypeID text (prefix, underscore, 26 characters), the same in link, log, letter and table. */

export const idKinds = {
  org: 'A tenant: provider, reseller or clearing house.',
  mbr: 'A person working for an organisation.',
  key: 'An API key.',
  net: 'A network the organisation answers for.',
  party: 'A natural or legal person we deal with.',
  cnt: 'A contact of a party.',
  ctr: 'A contract between a seller and a buyer.',
  hld: 'A resource held under a contract during a time.',
  imp: 'One import into the ledger, which can be undone.',
  inv: 'An inventory: what tells us, again and again, who holds what.',
  poll: 'One poll of an inventory.',
  liv: "One question to the provider's own system, and its answer.",
  msg: 'Bytes as received.',
  run: 'One run of intake.',
  tpl: 'A version of a template that a person taught.',
  evd: 'Kept bytes with their hash.',
  dky: 'A data key, wrapped by the master key.',
  att: 'An answer to: who held it then, through which chain.',
  case: 'Findings about one holder and one problem, and what was done.',
  eps: 'One asset of a case with one kind of finding, from first to last sighting.',
  act: 'One act on a case.',
  let: 'A letter that goes out.',
  ans: 'An answer to a letter.',
  ddl: 'A running clock.',
  ers: 'An erasure.',
  prb: 'A probe: one look at an address of our own.',
  chn: 'A channel that fetches or watches by itself: a mailbox, a folder, a feed.',
  ntf: 'A notifier: who reports, with the record of how it ended.',
  brd: 'A brand: what letters of one group look like.',
  lgn: 'A generation of a list.',
  mtc: 'A party beside an entry of a list: a match that people decide.',
  scr: 'A run of screening.',
  own: 'Who owns or controls a party.',
  ban: 'A removed customer who must not come back unseen.',
  rtm: 'Somebody who looks like a banned customer: a return match that people decide.',
  rgt: 'The registration of a domain name, with its holder.',
  rdf: 'A difference between our register and the file of a registrar.',
  edn: 'An edition of the police reseller letter.',
  emt: 'A party beside an entry of an edition.',
  whk: 'A webhook: where letters go as JSON.',
  ord: 'An order of an authority.',
  oit: 'One exact item an order names.',
  aut: 'An authority in our own register.',
  auc: 'A contact of an authority in our own register.',
  prs: 'What is kept of the content of an order.',
  shf: 'A shift of duty.',
  cow: 'A way by which whoever is on duty is called out.',
  cal: 'A call-out: one person told that a clock of an order runs.',
  ntc: 'A notice of illegal content (DSA art. 16).',
  dsc: 'A request for data about a customer by someone who cannot order it.',
  inc: 'A significant incident in the sense of the Cbw.',
  vic: 'Victims who are told together.',
  dec: 'A decision: what the provider decided, by whom, on which ground.',
  msr: 'A measure: a restriction in force.',
  sor: 'A statement of reasons (DSA art. 17).',
  cmp: 'A complaint against a decision.',
  trp: 'A transparency report (DSA art. 15).',
  tfl: 'A trusted flagger (DSA art. 22).',
  sys: 'A system in which measures are carried out.',
  onb: 'An onboarding: a customer on the way through the gates.',
  chk: 'One check of an onboarding, as it was made.',
  pay: 'A payment that mentions a reference of ours.',
  bst: 'One import of a bank statement.',
  prp: 'A proposal about a customer that a person decides.',
  cpn: 'A campaign over customers that are there already.',
  thr: 'A report of a threat to life or safety (DSA art. 18).',
} as const;
export type IdKind = keyof typeof idKinds;
export type Id<K extends IdKind = IdKind> = `${K}_${string}` & { readonly __id: K };

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const digitOf = new Uint8Array(128);
for (let i = 0; i < 32; i++) digitOf[alphabet.charCodeAt(i)] = i;
const suffixPattern = /^[0-7][0-9a-hjkmnp-tv-z]{25}$/;

/** Crockford base 32 of 16 bytes as TypeID writes it: 26 characters, the first holds three bits. */
export function base32(bytes: Uint8Array): string {
  let text = '';
  // 26 characters of five bits are 130 bits: the first two are zero.
  let held = 0;
  let bits = 2;
  for (let i = 0; i < 16; i++) {
    held = ((held << 8) | (bytes[i] ?? 0)) & 0xffff;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += alphabet.charAt((held >>> bits) & 31);
    }
  }
  return text;
}

/** The 16 bytes of an id's suffix, as `base32` wrote them: what large tables in memory keep of an id. Throws for other text. */
export function bytesOfId(id: string): Uint8Array {
  const suffix = id.slice(id.indexOf('_') + 1);
  if (!suffixPattern.test(suffix)) throw new Error(`not an id: ${id}`);
  const bytes = new Uint8Array(16);
  // 26 characters of five bits each are 130 bits; the first two are zero.
  let held = 0;
  let bits = -2;
  let at = 0;
  for (let i = 0; i < 26; i++) {
    held = ((held << 5) | (digitOf[suffix.charCodeAt(i)] ?? 0)) & 0x1fff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes[at++] = (held >>> bits) & 0xff;
    }
  }
  return bytes;
}

/**
 * An id from a moment and ten bytes of dice, as UUIDv7 (RFC 9562): ids sort by birth.
 * @param ms milliseconds since 1970 UTC
 * @param dice ten random bytes
 */
export function idFrom<K extends IdKind>(kind: K, ms: number, dice: Uint8Array): Id<K> {
  const bytes = new Uint8Array(16);
  let rest = ms;
  for (let i = 5; i >= 0; i--) {
    bytes[i] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  bytes.set(dice.subarray(0, 10), 6);
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  return `${kind}_${base32(bytes)}` as Id<K>;
}

/** Whether a text is an id of this kind. */
export function isId<K extends IdKind>(kind: K, text: unknown): text is Id<K> {
  return typeof text === 'string' && text.startsWith(`${kind}_`) && suffixPattern.test(text.slice(kind.length + 1));
}

/** The kind of an id, or undefined where the text is none. */
export function idKindOf(text: string): IdKind | undefined {
  const kind = text.slice(0, text.indexOf('_')) as IdKind;
  return Object.hasOwn(idKinds, kind) && isId(kind, text) ? kind : undefined;
}
