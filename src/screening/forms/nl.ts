/** Legal forms of the Netherlands and Belgium. */
import { legalForms } from './form.ts';

export default legalForms({
  countries: ['NL', 'BE', 'SR', 'CW', 'AW'],
  forms: {
    limited: [
      'bv',
      'besloten vennootschap',
      'besloten vennootschap met beperkte aansprakelijkheid',
      'bvba',
      'besloten vennootschap bv',
      'srl',
      'sprl',
    ],
    public: ['nv', 'naamloze vennootschap', 'sa nv'],
    partnership: ['vof', 'vennootschap onder firma', 'cv', 'commanditaire vennootschap', 'maatschap', 'comm v'],
    foundation: ['stichting', 'administratiekantoor', 'stichting administratiekantoor'],
    association: ['vereniging', 'vzw', 'cooperatie', 'cooperatie ua', 'ua'],
    sole: ['eenmanszaak'],
  },
});
