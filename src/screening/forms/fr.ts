/** Legal forms of France, Luxembourg, Italy, Spain, Portugal and Romania, and where their languages are spoken. */
import { legalForms } from './form.ts';

export default legalForms({
  countries: ['FR', 'LU', 'IT', 'ES', 'PT', 'RO', 'MD', 'BR', 'MX', 'AR', 'CO', 'CL', 'PE', 'VE'],
  forms: {
    limited: [
      'sarl',
      'societe a responsabilite limitee',
      'eurl',
      'sas',
      'sasu',
      'srl',
      'societa a responsabilita limitata',
      'sl',
      'sociedad limitada',
      'sociedad de responsabilidad limitada',
      'lda',
      'limitada',
      'ltda',
      'societatea cu raspundere limitata',
      'societate cu raspundere limitata',
      'srls',
    ],
    public: [
      'sa',
      'societe anonyme',
      'spa',
      'societa per azioni',
      'sociedad anonima',
      'sociedade anonima',
      'sa de cv',
      'sau',
      'societate pe actiuni',
    ],
    partnership: ['snc', 'sci', 'sas di', 'scs', 'sca'],
    association: ['asbl', 'asociacion', 'associazione'],
  },
});
