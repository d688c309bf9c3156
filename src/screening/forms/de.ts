/** Legal forms of Germany, Austria and Switzerland. */
import { legalForms } from './form.ts';

export default legalForms({
  countries: ['DE', 'AT', 'CH', 'LI'],
  forms: {
    limited: [
      'gmbh',
      'gesellschaft mit beschrankter haftung',
      'ug',
      'ug haftungsbeschrankt',
      'ges mbh',
      'ggmbh',
      'mbh',
    ],
    public: ['ag', 'aktiengesellschaft', 'se', 'kgaa'],
    partnership: ['kg', 'ohg', 'gbr', 'gmbh and co kg', 'gmbh co kg'],
    association: ['ev', 'eg'],
    sole: ['ek'],
  },
});
