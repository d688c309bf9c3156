/** English: dossiers. */
export const dossiers = {
  'dossier.make': 'Dossier',
  'dossier.making': 'Making the dossier',
  'dossier.made': 'Dossier saved. Check it with the stand-alone page.',
  'dossier.page': 'Page to check it',
} as const;
