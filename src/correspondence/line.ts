/** Letters and answers as screens, API and command line show them. */
import type { LetterTemplate } from '#law';
import type { Answer } from './answer.ts';
import { type Letter, letterArrow } from './letter.ts';
import type { AnswerLine, LetterLine } from './shapes.ts';

/**
 * The line of a letter.
 * @param template undefined where the law folder no longer has it: then its id is its title
 * @param told recipient and subject; null for those who may not see them, and once erased
 */
export function lineOfLetter(
  l: Letter,
  template: LetterTemplate | undefined,
  told: { readonly to: string | null; readonly subject: string | null } | null,
): LetterLine {
  return {
    id: l.id,
    template: l.template,
    title: template?.title ?? { nl: l.template, en: l.template },
    language: l.language,
    audience: l.audience,
    state: l.state,
    version: l.version,
    case_id: l.case,
    reference: l.reference,
    party_id: l.party,
    to: told?.to ?? null,
    subject: told?.subject ?? null,
    rhythm: l.rhythm,
    joined_into: l.joinedInto,
    created_at: l.createdAt.toString(),
    not_before: l.notBefore.toString(),
    sent_at: l.sentAt?.toString() ?? null,
    action: l.action?.id ?? null,
    action_version: l.action?.version ?? null,
    why: l.why,
    can_undo: letterArrow(l.state, 'undo') !== undefined,
    erased: l.erased,
    channel: l.channel,
    directive: l.directive?.id ?? null,
    directive_version: l.directive?.version ?? null,
    brand_id: l.brand?.id ?? null,
    brand_version: l.brand?.version ?? null,
    wording_version: l.wordingVersion,
    urgent: l.urgent,
    trial: l.trial,
    rung: l.rung,
    read_at: l.readAt?.toString() ?? null,
    read_how: l.readHow,
    answered_at: l.answeredAt?.toString() ?? null,
    complained_at: l.complainedAt?.toString() ?? null,
    can_replay: l.channel === 'webhook' && letterArrow(l.state, 'replay') !== undefined,
  };
}

/** The line of an answer with its words. */
export function lineOfAnswer(a: Answer, text: string | null): AnswerLine {
  return {
    id: a.id,
    kind: a.kind,
    text,
    until: a.until?.toString() ?? null,
    channel: a.channel,
    received_at: a.receivedAt.toString(),
    handled_at: a.handledAt?.toString() ?? null,
    letter_id: a.letter,
    case_id: a.case,
  };
}
