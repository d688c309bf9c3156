/** Nederlands: dossiers. */
export const dossiers = {
  'dossier.make': 'Dossier',
  'dossier.making': 'Dossier wordt gemaakt',
  'dossier.made': 'Dossier opgeslagen. Controleer het met de losse pagina.',
  'dossier.page': 'Controlepagina',
} as const;
