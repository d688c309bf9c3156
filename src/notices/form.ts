/**
 * The public form as data: its steps, what each asks, what is wrong with an answer. The answers travel with the form itself,
 * signed, so that nothing of a notifier is kept before they send it and no cookie follows them. Pure.
 */
import { z } from 'zod';
import type { Language, Words } from '#kernel';
import { type NoticeKind, noticeKind, noticeKinds } from '#law';
import { readLocations } from './location.ts';

export const formSteps = ['kind', 'where', 'why', 'evidence', 'who', 'faith', 'check'] as const;
export type FormStep = (typeof formSteps)[number];
/** Hours a form can be left open. */
export const formHours = 24;
export const mostFiles = 5;
export const mostFileBytes = 10 * 1024 * 1024;
export const mostExplanation = 10_000;

export const formState = z.strictObject({
  id: z.string(),
  /** Milliseconds since 1970 UTC after which it is not taken any more. */
  until: z.number(),
  kind: z.string().default(''),
  where: z.string().max(20_000).default(''),
  headers: z.string().max(50_000).default(''),
  why: z
    .string()
    .max(mostExplanation * 2)
    .default(''),
  law: z.string().max(500).default(''),
  name: z.string().max(200).default(''),
  email: z.string().max(254).default(''),
  organisation: z.string().max(200).default(''),
  reference: z.string().max(200).default(''),
  code: z.string().max(200).default(''),
  guarded: z.boolean().default(false),
  faith: z.boolean().default(false),
  /** The check page was reached: "change" leads back to it. */
  checked: z.boolean().default(false),
});
export type FormState = z.infer<typeof formState>;

export interface FormFault {
  readonly field: string;
  readonly words: Words;
}

const kindOf = (s: FormState): NoticeKind | undefined => noticeKind(s.kind);

/** The steps of this notice: no files and no name are asked on the path of child abuse material. */
export function stepsFor(s: FormState): readonly FormStep[] {
  return kindOf(s)?.sensitive === 'csam' ? ['kind', 'where', 'why', 'faith', 'check'] : formSteps;
}

/** Whether the page has the button that leaves at once. */
export const quickExit = (s: FormState): boolean => kindOf(s)?.sensitive !== null && kindOf(s)?.sensitive !== undefined;

/** The step after or before this one; undefined beyond the ends. */
export function beside(s: FormState, step: FormStep, by: 1 | -1): FormStep | undefined {
  const steps = stepsFor(s);
  return steps[steps.indexOf(step) + by];
}

const text = (form: ReadonlyMap<string, string>, name: string) => (form.get(name) ?? '').replace(/\r\n/g, '\n').trim();

/** The state with what this page's fields say laid over it; nothing is judged yet, so that nothing typed is lost. */
export function fill(s: FormState, step: FormStep, form: ReadonlyMap<string, string>): FormState {
  const cut = (name: string, most: number) => text(form, name).slice(0, most);
  switch (step) {
    case 'kind': {
      const kind = cut('kind', 40);
      return kind === s.kind ? s : { ...s, kind, ...(noticeKind(kind)?.sensitive === 'csam' ? noName : {}) };
    }
    case 'where':
      return { ...s, where: cut('where', 20_000), headers: cut('headers', 50_000) };
    case 'why':
      return { ...s, why: cut('why', mostExplanation * 2), law: cut('law', 500) };
    case 'who':
      return {
        ...s,
        name: cut('name', 200),
        email: cut('email', 254),
        organisation: cut('organisation', 200),
        reference: cut('reference', 200),
        code: cut('code', 200),
        guarded: form.get('guarded') === 'yes',
      };
    case 'faith':
      return { ...s, faith: form.get('faith') === 'yes' };
    default:
      return s;
  }
}
/** What is forgotten as soon as somebody chooses the path of child abuse material. */
const noName = {
  name: '',
  email: '',
  organisation: '',
  reference: '',
  code: '',
  guarded: false,
  checked: false,
} as const;

/** What is wrong with one step; empty where it is right. Name, address, evidence and the law are never required. */
export function faultsOf(s: FormState, step: FormStep): readonly FormFault[] {
  const csam = kindOf(s)?.sensitive === 'csam';
  switch (step) {
    case 'kind':
      return noticeKinds.some((k) => k.id === s.kind)
        ? []
        : [
            {
              field: `kind-${noticeKinds[0]?.id ?? ''}`,
              words: { nl: 'Kies wat u wilt melden', en: 'Choose what you want to report' },
            },
          ];
    case 'where': {
      const { items, wrong } = readLocations(s.where, s.headers);
      const first = wrong[0];
      if (first !== undefined)
        return [
          {
            field: 'where',
            words: {
              nl: `Vul een internetadres in, zoals https://voorbeeld.nl/pagina. Dit is er geen: ${first.slice(0, 80)}`,
              en: `Enter an internet address, like https://example.org/page. This is none: ${first.slice(0, 80)}`,
            },
          },
        ];
      return items.length > 0
        ? []
        : [
            {
              field: 'where',
              words: {
                nl: 'Vul een internetadres in, zoals https://voorbeeld.nl/pagina',
                en: 'Enter an internet address, like https://example.org/page',
              },
            },
          ];
    }
    case 'why':
      if (s.why.length > mostExplanation)
        return [
          {
            field: 'why',
            words: {
              nl: `Uw uitleg mag hoogstens ${mostExplanation} tekens lang zijn; nu zijn het er ${s.why.length}`,
              en: `Your explanation must be ${mostExplanation} characters or less; it has ${s.why.length}`,
            },
          },
        ];
      return s.why !== '' || csam
        ? []
        : [
            {
              field: 'why',
              words: { nl: 'Vertel waarom dit volgens u niet mag', en: 'Say why you think this is not allowed' },
            },
          ];
    case 'who':
      return s.email === '' || z.email().safeParse(s.email).success
        ? []
        : [
            {
              field: 'email',
              words: {
                nl: 'Vul een e-mailadres in zoals naam@voorbeeld.nl, of laat het leeg',
                en: 'Enter an e-mail address like name@example.org, or leave it empty',
              },
            },
          ];
    default:
      return [];
  }
}

/** The first step that is not right, for the moment before sending. */
export const firstFault = (s: FormState): FormStep | undefined =>
  stepsFor(s).find((step) => faultsOf(s, step).length > 0);

/** The title of each step: the task itself. */
export const stepTitles: Readonly<Record<FormStep, Words>> = {
  kind: { nl: 'Wat wilt u melden?', en: 'What do you want to report?' },
  where: { nl: 'Waar staat het?', en: 'Where is it?' },
  why: { nl: 'Waarom mag dit volgens u niet?', en: 'Why do you think this is not allowed?' },
  evidence: { nl: 'Hebt u bewijs?', en: 'Do you have evidence?' },
  who: { nl: 'Wie bent u?', en: 'Who are you?' },
  faith: { nl: 'Klopt uw melding?', en: 'Is your notice correct?' },
  check: { nl: 'Controleer uw antwoorden', en: 'Check your answers' },
};

/** "stap 2 van 6", or "step 2 of 6". */
export function progressOf(s: FormState, step: FormStep, language: Language): string {
  const steps = stepsFor(s).filter((x) => x !== 'check');
  const no = step === 'check' ? steps.length + 1 : steps.indexOf(step) + 1;
  return language === 'nl' ? `stap ${no} van ${steps.length + 1}` : `step ${no} of ${steps.length + 1}`;
}
