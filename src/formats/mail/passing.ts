/** Ticket systems that pass reports on: who wrote to them, and what they put around the report. */
import type { MailPart } from '../format.ts';
import { addressIn } from './words.ts';

interface Passer {
  /** Header fields only it writes. */
  readonly marks: RegExp;
  /** Header fields in which it keeps the address of who wrote to it, most certain first. */
  readonly originators: readonly string[];
}

export const passers: readonly Passer[] = [
  { marks: /^(?:x-)?rt-(?:ticket|originator|loop-prevention)$/i, originators: ['X-RT-Originator', 'RT-Originator'] },
  { marks: /^x-(?:otrs|znuny)-/i, originators: ['X-OTRS-Originator'] },
  // Zammad, Freshdesk, Zendesk and Jira tell it in no header of their own; the lines over the report do.
  { marks: /^x-(?:zammad|freshdesk|fd|zendesk|mailer-zendesk|jira|atlassian)-/i, originators: [] },
  // Lists and forwarders that write themselves into From.
  { marks: /^x-original-(?:from|sender)$/i, originators: ['X-Original-From', 'X-Original-Sender'] },
];

/** The address of who wrote to a ticket system, lower case; empty where no system says so. */
export function originatorOf(part: MailPart): string {
  for (const system of passers) {
    if (!part.headers.some((h) => system.marks.test(h.name))) continue;
    for (const name of system.originators) {
      const wanted = name.toLowerCase();
      const found = addressIn(part.headers.find((h) => h.name.toLowerCase() === wanted)?.value ?? '');
      if (found !== '') return found;
    }
  }
  return '';
}

/** Whether a ticket system or forwarder passed the mail on. */
export const isPassedOn = (part: MailPart): boolean =>
  part.headers.some((h) => passers.some((s) => s.marks.test(h.name)));

/** A line over which an answer must be written, without the dashes and signs around it: what stands above is the system's. */
const replyLine =
  /^(?:please )?(?:type your (?:reply|response) above this line|reply above this line|(?:typ uw )?antwoord boven deze regel|bitte (?:antworten sie|geben sie ihre antwort) oberhalb dieser (?:zeile|linie)(?: ein)?|veuillez (?:saisir|r[ée]diger) votre r[ée]ponse au-dessus de cette ligne)$/i;
const bareLine = (line: string) => line.slice(0, 200).replace(/^[\s#>*_—–-]+|[\s#.*_—–-]+$/g, '');

/** What a system writes above the report, names and numbers of its own. Each stands at the start of the text. */
const heads: readonly RegExp[] = [
  // RT's transaction block
  /^(?:[^\n]{0,100}: Request \d+ was acted upon\.\n|RT metadata\n)(?:[^\n]*\n){0,12}?\s*(?:Ticket\s*)?<URL:[^\n>]{0,300}>\s*\n/,
  // Zendesk
  /^(?:You are (?:an agent|registered as a CC)|(?:Your|A new) request \(#?\d{1,12}\))[^\n]{0,300}\n/,
  // Freshdesk
  /^(?:Hi|Hello|Hallo|Beste|Dear)[^\n]{0,60},\s*\n\s*(?:A new ticket|New ticket|Ticket)[^\n]{0,200}(?:has been (?:created|assigned|submitted)|was created)[^\n]{0,200}\n(?:\s*Ticket (?:ID|URL|subject|link)[^\n]{0,300}\n){0,4}/i,
  // OTRS and Znuny
  /^(?:Hi|Hallo|Dear|Beste)[^\n]{0,60},\s*\n\s*(?:you have|the ticket|u heeft|es gibt|das ticket)[^\n]{0,200}\[?(?:Ticket|Case)#[\d-]{6,30}\]?[^\n]{0,200}\n/i,
  // Zammad
  /^(?:Hi|Hallo|Hello|Bonjour)[^\n]{0,60},\s*\n\s*(?:a (?:new )?ticket|ein (?:neues )?ticket|een (?:nieuw )?ticket)\s*\([^\n]{0,300}\)[^\n]{0,200}\n(?:[^\n]{0,300}\n){0,2}?\s*(?:Information|Informatie|Informationen):?\s*\n/i,
];
/** Jira's first line; only below its own line over which to answer, since others begin with such words too. */
const belowLine = /^[^\n]{1,80} (?:commented|created an issue|created a request)[^\n]{0,80}\n/;

/** The text without what a ticket system put above the report: its own hosts and numbers are not the reported ones. */
export function withoutTicketHead(text: string): string {
  let rest = text;
  const lines = text.slice(0, 4000).split('\n').slice(0, 12);
  const line = lines.findIndex((l) => replyLine.test(bareLine(l)));
  if (line >= 0) {
    const above = lines.slice(0, line + 1);
    rest = text.slice(above.reduce((n, l) => n + l.length + 1, 0)).trimStart();
    const first = belowLine.exec(rest.slice(0, 400));
    if (first) rest = rest.slice(first[0].length);
  }
  for (const head of heads) {
    const found = head.exec(rest.slice(0, 4000));
    if (found) rest = rest.slice(found[0].length);
  }
  return rest;
}
