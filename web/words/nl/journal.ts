/** Het logboek. */
export const journal = {
  'journal.title': 'Logboek',
  'journal.lead': 'Alles wat is gedaan, in een keten die niet te wijzigen is en wel kan vergeten.',
  'journal.ok': 'De keten klopt tot en met regel {n}.',
  'journal.broken': 'De keten klopt niet. Laat niemand iets wijzigen en waarschuw de beheerder.',
  'journal.verify': 'Controleer nu',
  'journal.col.no': 'Nr',
  'journal.col.at': 'Wanneer',
  'journal.col.who': 'Wie',
  'journal.col.act': 'Wat',
  'journal.col.about': 'Over',
  'journal.erased': 'gewist onder regel {rule} op {time}',
  'journal.empty': 'Nog niets gedaan.',
  'journal.empty.text': 'Elke handeling komt hier te staan.',
  'journal.engine': 'het programma',
  'journal.detail': 'Inhoud',
} as const;
