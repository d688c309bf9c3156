/**
 * Header strings of the transparency report's parts, as Annex I of Implementing Regulation (EU) 2024/2835 prints them: spaces
 * at the end of some belong to the official file and stay.
 */

const common = ['Applicability', 'Service', 'Reporting period'] as const;
const other = 'Description of the sub-category "Other"';

const orderCounts = [
  'Number of orders to act against illegal content received',
  'Number of specific items of information included in the total number of orders to act against illegal content',
  'Median time to inform the authority of the receipt of the order to act against illegal content',
  'Median time to give effect to the order to act against illegal content',
  'Number of orders to provide information',
  'Median time to inform the authority of the receipt of the order to provide information',
  'Median time to give effect to the order to provide information',
] as const;

const noticeCounts = [
  'Number of notices received ',
  'Number of notices received from Trusted flaggers',
  'Number of specific items of information included in the total number of notices',
  'Number of specific items of information included in the total number of notices by Trusted Flaggers (Trusted Flagger notices)',
  'Median time to take action',
  'Median time to take action (Trusted Flagger notices)',
  'Number of actions taken on the basis of the law',
  'Number of actions taken on the basis of the law (Trusted Flagger notices)',
  'Number of actions taken on the basis of the terms and conditions of the service',
  'Number of actions taken on the basis of the terms and conditions of the service (Trusted Flagger notices)',
] as const;

const measureCounts = [
  "Number of measures taken at the provider's own initiative ",
  'Number of measures taken after detection with solely automated means ',
  'Visibility restriction Removal',
  'Visibility restriction Disable',
  'Visibility restriction Demoted',
  'Visibility restriction Age restricted',
  'Visibility restriction Interaction restricted',
  'Visibility restriction Labelled ',
  'Visibility restriction Other',
  'Monetary restriction Suspension',
  'Monetary restriction Termination',
  'Monetary restriction Other',
  'Provision of the service Suspension',
  'Provision of the service Termination',
  'Account restriction Suspension',
  'Account restriction Termination',
] as const;

/** Part 3 writes "Number of" small in its first two columns of context, and nowhere else. */
const orderContexts = orderCounts.map(
  (name, i) => `Contextual information on ${i < 2 ? name.replace('Number', 'number') : name}`,
);

export const columns = {
  summary: ['Applicability', 'Service', 'Indicator', 'Value'],
  names: [
    'Category label',
    'Category description',
    'Category of illegal content / incompatible with the terms and conditions',
    'Contextual information',
  ],
  orders: [...common, 'Category of illegal content', other, 'Scope', ...orderCounts, ...orderContexts],
  notices: [
    ...common,
    'Category of illegal content',
    other,
    ...noticeCounts,
    ...noticeCounts.map((name) => `Contextual information on ${name}`),
  ],
  illegal: [
    ...common,
    'Category of illegal content',
    other,
    ...measureCounts,
    ...measureCounts.map((name) => `Contextual Information on ${name}`),
  ],
  terms: [
    ...common,
    "Category of incompatibility with the provider's terms and conditions",
    other,
    ...measureCounts,
    ...measureCounts.map((name) => `Contextual Information on ${name}`),
  ],
  indicators: [...common, 'Section', 'Indicator', 'Scope', 'Value', 'Contextual Information'],
  staff: [...common, 'Section', 'Indicator', 'Scope', 'Value', 'Contextual information'],
  recipients: [...common, 'Section', 'Indicator', 'Scope', 'Value'],
  qualitative: [...common, 'Indicator', 'Value'],
} as const;

/** The counted columns of the four parts by category, in the order of the template. */
export const counted = {
  orders: orderCounts,
  notices: noticeCounts,
  illegal: measureCounts,
  terms: measureCounts,
} as const;

/** The words of a decision that make a column of parts 5 and 6; the four of a service fold into two. */
export const restrictionColumns: readonly (readonly string[])[] = [
  ['visibility:CONTENT_REMOVED'],
  ['visibility:CONTENT_DISABLED'],
  ['visibility:CONTENT_DEMOTED'],
  ['visibility:CONTENT_AGE_RESTRICTED'],
  ['visibility:CONTENT_INTERACTION_RESTRICTED'],
  ['visibility:CONTENT_LABELLED'],
  ['visibility:OTHER'],
  ['monetary:SUSPENSION'],
  ['monetary:TERMINATION'],
  ['monetary:OTHER'],
  ['provision:PARTIAL_SUSPENSION', 'provision:TOTAL_SUSPENSION'],
  ['provision:PARTIAL_TERMINATION', 'provision:TOTAL_TERMINATION'],
  ['account:SUSPENDED'],
  ['account:TERMINATED'],
];
