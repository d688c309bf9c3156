/** Termijnen. */
export const deadlines = {
  'deadlines.title': 'Termijnen',
  'deadlines.lead':
    'Elke lopende klok, de eerste bovenaan. Wettelijke klokken staan nooit stil voor weekend of werktijd.',
  'deadlines.col.clock': 'Klok',
  'deadlines.col.case': 'Zaak',
  'deadlines.col.due': 'Uiterlijk',
  'deadlines.col.left': 'Nog',
  'deadlines.col.basis': 'Grond',
  'deadlines.empty': 'Er loopt geen klok.',
  'deadlines.empty.text': 'Klokken starten bij aflevering en door handelingen op een zaak.',
} as const;
