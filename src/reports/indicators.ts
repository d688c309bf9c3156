/**
 * The rows of parts 1 and 7 to 11, in the words and the order of Annex I of Implementing Regulation (EU) 2024/2835. Spaces at
 * the end belong to the official text.
 */

/** Which providers a row is for, as the column "Applicability" says it. */
export const applicability = {
  all: 'All',
  hosting: 'Only for providers of hosting services, including online platforms',
  platforms: 'Only for providers of online platforms',
  vlops: 'Only for VLOPs',
  vlopses: 'Only for VLOPs and VLOSEs',
} as const;
export type Applicability = keyof typeof applicability;

export interface Indicator {
  readonly applies: Applicability;
  readonly section: string;
  readonly indicator: string;
  readonly scope: string;
}

export const summaryRows = [
  'Name of the service provider',
  'Date of the publication of the report',
  'Date of the publication of the latest previous report',
  'Starting date of reporting period',
  'Ending date of reporting period',
] as const;

const outcomes = [
  'Total number',
  'Decisions upheld',
  'Decisions partially reversed',
  'Decisions reversed',
  'Median time',
];
const complaints = 'Internal complaints mechanism';
const submitted = 'Number of complaints submitted to the internal-complaints mechanism';
const disputes = 'Out-of-court dispute settlement bodies';
const disputed = 'Number of disputes submitted to out-of-court dispute settlement bodies';
const suspensions = 'Suspensions imposed on repeated offenders';

const platform = (section: string, indicator: string, scopes: readonly string[]): readonly Indicator[] =>
  scopes.map((scope) => ({ applies: 'platforms', section, indicator, scope }));

/** Part 7. Who is no online platform fills the first row alone. */
export const appealRows: readonly Indicator[] = [
  { applies: 'all', section: complaints, indicator: submitted, scope: 'Total number' },
  ...platform(complaints, submitted, [...outcomes.slice(1), 'Decision omitted']),
  ...platform(complaints, 'Number of restrictions newly imposed as a result of an internal complaint', [
    'Total number',
  ]),
  ...[
    'Complaint regarding a decision to remove or disable access to or restrict visibility of information',
    'Complaint regarding a decision to suspend or terminate the provision of the service',
    'Complaint regarding a decision to suspend or terminate an account ',
    'Complaint regarding a decision to restrict the ability to monetise information',
    'Complaint regarding a decision not to take action on a notice submitted in accordance with Article 16',
    'Complaint regarding a decision not to take action on a notice submitted by a Trusted Flagger in accordance with Article 16',
  ].flatMap((indicator) => platform(complaints, indicator, outcomes)),
  ...platform(disputes, disputed, [...outcomes, 'Decision omitted', 'Percentage of outcomes implemented']),
  ...platform(suspensions, 'Number of suspensions enacted for the provision of manifestly illegal content ', [
    'Total number',
  ]),
  ...platform(suspensions, 'Number of suspensions enacted for the provision of manifestly unfounded notices', [
    'Total number',
  ]),
  ...platform(suspensions, 'Number of suspensions enacted for the provision of manifestly unfounded complaints', [
    'Total number',
  ]),
];

const automated = 'Use of automated means for content moderation';
const solely = 'Number of measures solely taken by automated means ';
const notSolely = 'Number of measures not taken by automated means';
const accuracies = ['Accuracy', 'Precision', 'Recall'].map((word) => `Accuracy of the automated means - ${word}`);
const means = (applies: Applicability, scope: string, indicators: readonly string[]): readonly Indicator[] =>
  indicators.map((indicator) => ({ applies, section: automated, indicator, scope }));
const noticesBy = [
  'Number of notices solely processed by automated means ',
  'Number of notices not processed by automated means',
];
const tongues = ['bg', '[...]', 'sv'];

/** Part 8. */
export const automationRows: readonly Indicator[] = [
  ...means('all', 'Total number', [solely, notSolely, ...accuracies]),
  ...means('all', 'Own-initiative ', [solely, notSolely, ...accuracies]),
  ...means('hosting', 'NAM Total', [...noticesBy, ...accuracies]),
  ...means('platforms', 'NAM Trusted Flagger', [...noticesBy, ...accuracies]),
  ...tongues.flatMap((scope) => means('vlops', scope, [solely])),
  ...tongues.flatMap((scope) => means('vlops', scope, [notSolely])),
  ...[0, 1, 2].flatMap(() => accuracies.flatMap((each, i) => means('vlops', tongues[i] ?? '', [each]))),
];

const staff = 'Human resources dedicated to content moderation ';
const skilled = 'Number of total moderators with sufficient linguistic expertise ';

/** Part 9. */
export const staffRows: readonly Indicator[] = [
  ['Number of internal moderators employed by the provider', 'Total number'],
  ['Number of external moderators contracted by the provider', 'Total number'],
  [skilled, 'Total number'],
  ...tongues.map((scope) => [skilled, scope]),
].map(([indicator = '', scope = '']) => ({ applies: 'vlops', section: staff, indicator, scope }));

/** Part 10. */
export const recipientRows: readonly Indicator[] = ['TOTAL', 'AT', '[...]', 'SE'].map((scope) => ({
  applies: 'vlopses',
  section: 'AMAR',
  indicator: 'Number of average monthly active recipients during the reporting period\u00a0',
  scope,
}));

/** Part 11: at most 5,000 characters each. */
export const qualitativeRows: readonly { readonly applies: Applicability; readonly indicator: string }[] = [
  { applies: 'all', indicator: 'Summary of the content moderation engaged in at the providers\u2019 own initiative' },
  {
    applies: 'all',
    indicator:
      "Meaningful and comprehensible information regarding content moderation engaged in at the providers' own initiative",
  },
  { applies: 'all', indicator: 'Qualitative description of the automated means' },
  {
    applies: 'all',
    indicator: 'Qualitative description of indicators of accuracy and possible rate of error of automated means',
  },
  { applies: 'all', indicator: 'Specification of the precise purposes to apply automated means' },
  { applies: 'all', indicator: 'Safeguards applied to the use of automated means' },
  { applies: 'vlops', indicator: 'High-level description of the content moderation governance structure' },
  { applies: 'vlops', indicator: 'Qualifications of the human resources dedicated to content moderation' },
  { applies: 'vlops', indicator: 'Training given to human resources dedicated to content moderation' },
  { applies: 'vlops', indicator: 'Support given to human resources dedicated to content moderation ' },
  {
    applies: 'vlops',
    indicator: 'Methodology used to compute the number of human resources dedicated to content moderation\u00a0\u00a0',
  },
];

/** Longest text of part 11, in characters. */
export const longestText = 5000;
